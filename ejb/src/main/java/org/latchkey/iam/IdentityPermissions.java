package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Permission;
import org.latchkey.access.PermissionSource;
import org.latchkey.access.PolicyDocument;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.PolicyType;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceRole;

/**
 * Contributes the caller's own policies: those of the user and its groups, or of the role; its
 * permissions boundary; and what limits its session.
 *
 * <p>A boundary or session policy that cannot be found allows nothing, so that deleting it never
 * widens what somebody may do.
 */
@ApplicationScoped
class IdentityPermissions implements PermissionSource {

  private static final PolicyDocument NOTHING =
      PolicyDocument.parse(
          """
          {"Version": "2012-10-17",
           "Statement": {"Sid": "MissingPolicy", "Effect": "Deny", "Action": "*", "Resource": "*"}}""",
          PolicyKind.IDENTITY);

  /**
   * What GetSessionToken's credentials cannot do.
   *
   * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html">AWS
   *     STS API Reference, GetSessionToken, "Permissions"</a>
   */
  private static final PolicyDocument OF_USERS_SESSION =
      PolicyDocument.parse(
          """
          {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*"},
            {"Sid": "IamNeedsASecondFactor", "Effect": "Deny", "Action": "iam:*", "Resource": "*",
             "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}]}""",
          PolicyKind.IDENTITY);

  @Inject private PolicyLibrary library;
  @Inject private UserDirectory users;
  @Inject private RoleDirectory roles;

  @Override
  public List<Permission> permissionsFor(AuthorizationRequest request) {
    Caller caller = request.caller();
    List<Permission> permissions =
        switch (caller.type()) {
          case USER -> ofUser(caller.userId());
          case ROLE_SESSION -> ofRole(roleId(caller), null);
          case SERVICE -> ofService(caller);
          case ROOT, WEB_IDENTITY -> new ArrayList<>();
        };
    addSession(caller.session(), permissions);
    return permissions;
  }

  /** What a user has: its own policies, its groups', and its boundary. */
  private List<Permission> ofUser(String userId) {
    return ofUser(userId, null);
  }

  /**
   * As above.
   *
   * @param naming what the inline policies of an owner, the user or a group, are called, by its
   *     unique id; null for their names alone
   */
  List<Permission> ofUser(String userId, @Nullable Function<String, UnaryOperator<String>> naming) {
    List<Permission> permissions = new ArrayList<>();
    OwnPolicies own = library.of(userId);
    add(userId, own, naming, permissions);
    own.groups().forEach(group -> add(group, library.of(group), naming, permissions));
    addBoundary(users.find(userId).map(User::permissionsBoundary), permissions);
    return permissions;
  }

  /** What a role has: its own policies and its boundary. */
  List<Permission> ofRole(String roleId, @Nullable Function<String, UnaryOperator<String>> naming) {
    List<Permission> permissions = new ArrayList<>();
    add(roleId, library.of(roleId), naming, permissions);
    addBoundary(roles.find(roleId).map(Role::permissionsBoundary), permissions);
    return permissions;
  }

  /** What a group gives its members. */
  List<Permission> ofGroup(String groupId, UnaryOperator<String> naming) {
    List<Permission> permissions = new ArrayList<>();
    add(groupId, library.of(groupId), id -> naming, permissions);
    return permissions;
  }

  /** The most that a service can do: what its role's policy says; nothing without a role. */
  private List<Permission> ofService(Caller service) {
    String policyArn =
        ServiceRole.of(service.principal()).map(ServiceRole::policyArn).orElse(service.principal());
    List<Permission> permissions = new ArrayList<>();
    permissions.add(limit(PolicyType.SERVICE_ROLE, policyArn));
    return permissions;
  }

  private void add(
      String owner,
      OwnPolicies own,
      @Nullable Function<String, UnaryOperator<String>> naming,
      List<Permission> permissions) {
    if (naming == null || own.inline().isEmpty()) {
      permissions.addAll(own.inline());
    } else {
      UnaryOperator<String> name = naming.apply(owner);
      own.inline().forEach(each -> permissions.add(each.named(name.apply(each.source()))));
    }
    for (String arn : own.managed()) {
      library
          .managed(arn)
          .ifPresent(
              policy ->
                  permissions.add(Permission.policy(PolicyType.IDENTITY_POLICY, arn, policy)));
    }
  }

  private void addBoundary(Optional<String> boundary, List<Permission> permissions) {
    boundary.ifPresent(arn -> permissions.add(limit(PolicyType.PERMISSIONS_BOUNDARY, arn)));
  }

  private void addSession(Caller.@Nullable Session session, List<Permission> permissions) {
    if (session == null) {
      return;
    }
    if (session.roleArn() == null) {
      permissions.add(
          Permission.policy(
              PolicyType.SESSION_POLICY, "temporary credentials of a user", OF_USERS_SESSION));
    }
    for (String policy : session.policies()) {
      permissions.add(
          Permission.policy(PolicyType.SESSION_POLICY, "session policy", library.parse(policy)));
    }
    session.policyArns().forEach(arn -> permissions.add(limit(PolicyType.SESSION_POLICY, arn)));
  }

  private Permission limit(PolicyType type, String arn) {
    return Permission.policy(type, arn, library.managed(arn).orElse(NOTHING));
  }

  private static String roleId(Caller caller) {
    String userId = caller.userId();
    int colon = userId.indexOf(':');
    return colon < 0 ? userId : userId.substring(0, colon);
  }
}
