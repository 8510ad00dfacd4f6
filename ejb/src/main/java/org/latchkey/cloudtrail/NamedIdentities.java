package org.latchkey.cloudtrail;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.cloudtrail.EventOperations.EventResource;

/**
 * The users, roles, access keys and so on that a record of IAM, STS or Organizations is about. Such
 * records have no resources of their own, but name what was asked for, and what was made, in their
 * parameters and responses: by name, by unique id, and by ARN.
 */
final class NamedIdentities {

  private static final Set<String> SOURCES =
      Set.of("iam.amazonaws.com", "organizations.amazonaws.com", "sts.amazonaws.com");

  private static final String ACCESS_KEY = "AWS::IAM::AccessKey";
  private static final String ACCOUNT = "AWS::Organizations::Account";
  private static final String GROUP = "AWS::IAM::Group";
  private static final String MFA_DEVICE = "AWS::IAM::MFADevice";
  private static final String POLICY = "AWS::IAM::Policy";
  private static final String PROVIDER = "AWS::IAM::OIDCProvider";
  private static final String ROLE = "AWS::IAM::Role";
  private static final String SESSION = "AWS::STS::AssumedRole";
  private static final String USER = "AWS::IAM::User";

  /** Members that name something, wherever they are. */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("accessKeyId", ACCESS_KEY),
          Map.entry("accountId", ACCOUNT),
          Map.entry("groupId", GROUP),
          Map.entry("groupName", GROUP),
          Map.entry("newGroupName", GROUP),
          Map.entry("virtualMFADeviceName", MFA_DEVICE),
          Map.entry("serialNumber", MFA_DEVICE),
          Map.entry("policyArn", POLICY),
          Map.entry("policyId", POLICY),
          Map.entry("policyName", POLICY),
          Map.entry("openIDConnectProviderArn", PROVIDER),
          Map.entry("roleArn", ROLE),
          Map.entry("roleId", ROLE),
          Map.entry("roleName", ROLE),
          Map.entry("assumedRoleId", SESSION),
          Map.entry("newUserName", USER),
          Map.entry("userId", USER),
          Map.entry("userName", USER));

  /** Members whose {@code arn} is that of something. */
  private static final Map<String, String> OWNERS =
      Map.of(
          "assumedRoleUser", SESSION,
          "group", GROUP,
          "policy", POLICY,
          "role", ROLE,
          "user", USER);

  private final List<EventResource> found = new ArrayList<>();

  private NamedIdentities() {}

  static List<EventResource> of(JsonNode record) {
    if (!SOURCES.contains(record.path("eventSource").asText())) {
      return List.of();
    }
    NamedIdentities named = new NamedIdentities();
    named.read(record.path("requestParameters"), null);
    named.read(record.path("responseElements"), null);
    return List.copyOf(named.found);
  }

  private void read(JsonNode object, @Nullable String owner) {
    for (Map.Entry<String, JsonNode> member : object.properties()) {
      String name = member.getKey();
      if (member.getValue().isObject()) {
        read(member.getValue(), OWNERS.get(name));
      } else if (member.getValue().isTextual()) {
        add(name.equals("arn") ? owner : TYPES.get(name), member.getValue().asText());
      }
    }
  }

  private void add(@Nullable String type, String name) {
    EventResource resource = new EventResource(type, name);
    if (type != null && !found.contains(resource)) {
      found.add(resource);
    }
  }
}
