package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.Refusal.assertRefused;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AccessKeyMetadata;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.User;

/** Users, groups, roles, policies and access keys, as the AWS SDK leads their lives. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IamIT {
  private static final String POLICY = PolicyText.of(allow("kms:ListKeys", "*"));

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final IamClient iam;

  IamIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    iam = clients.iam();
  }

  @AfterAll
  void close() {
    clients.close();
  }

  private static String unique(String prefix) {
    return prefix + "-" + UUID.randomUUID();
  }

  @Test
  void user_isMadeRenamedTaggedAndDeleted() {
    String name = unique("Alice");
    User made =
        iam.createUser(
                request ->
                    request
                        .userName(name)
                        .path("/staff/")
                        .tags(Tag.builder().key("team").value("blue").build()))
            .user();

    assertThat(made.arn())
        .isEqualTo("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":user/staff/" + name);
    assertThat(made.userId()).matches("AIDA[A-Z2-7]{17}");
    assertRefused(
        "EntityAlreadyExists", 409, () -> iam.createUser(request -> request.userName(name)));
    assertRefused(
        "EntityAlreadyExists",
        409,
        () -> iam.createUser(request -> request.userName(name.toUpperCase(Locale.ROOT))));

    iam.tagUser(request -> request.userName(name).tags(tag("Team", "red"), tag("floor", "3")));
    assertThat(iam.listUserTags(request -> request.userName(name)).tags())
        .containsExactly(tag("Team", "red"), tag("floor", "3"));
    iam.untagUser(request -> request.userName(name).tagKeys("floor"));
    iam.updateUser(request -> request.userName(name).newUserName(name + "2").newPath("/"));

    User renamed = iam.getUser(request -> request.userName(name + "2")).user();
    assertThat(renamed.userId()).isEqualTo(made.userId());
    assertThat(renamed.path()).isEqualTo("/");
    assertThat(renamed.tags()).containsExactly(tag("Team", "red"));
    assertRefused("NoSuchEntity", 404, () -> iam.getUser(request -> request.userName(name)));

    iam.deleteUser(request -> request.userName(name + "2"));
    assertRefused(
        "NoSuchEntity", 404, () -> iam.deleteUser(request -> request.userName(name + "2")));
  }

  @Test
  void userOfAnIntegratedService_keepsItsNameAndPath() {
    String arn = RegisteredService.create(server).credentials().serviceArn();
    String user = arn.substring(arn.lastIndexOf('/') + 1);

    assertRefused(
        "UnmodifiableEntity",
        400,
        () -> iam.updateUser(request -> request.userName(user).newUserName(unique("other"))));
    assertRefused(
        "UnmodifiableEntity",
        400,
        () -> iam.updateUser(request -> request.userName(user).newPath("/other/")));
  }

  @Test
  void tagsOfWhatIsMade_needThePermissionToTag() {
    IamUser maker =
        IamUser.create(iam, PolicyText.allow("iam:Create*", "*"), PolicyText.deny("iam:Tag*", "*"));
    try (AwsClients own = AwsClients.of(server, maker.credentials())) {
      IamClient limited = own.iam();
      Tag tag = tag("team", "red");
      String name = unique("made");
      String trust = PolicyText.trust("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root");

      assertRefused("AccessDenied", 403, () -> limited.createUser(r -> r.userName(name).tags(tag)));
      assertRefused(
          "AccessDenied",
          403,
          () ->
              limited.createRole(r -> r.roleName(name).assumeRolePolicyDocument(trust).tags(tag)));
      assertRefused(
          "AccessDenied",
          403,
          () -> limited.createPolicy(r -> r.policyName(name).policyDocument(POLICY).tags(tag)));
      assertRefused(
          "AccessDenied",
          403,
          () -> limited.createVirtualMFADevice(r -> r.virtualMFADeviceName(name).tags(tag)));
      assertRefused(
          "AccessDenied",
          403,
          () ->
              limited.createOpenIDConnectProvider(
                  r -> r.url("https://" + name + ".latchkey.test").tags(tag)));
      limited.createUser(r -> r.userName(name));
    }
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  @Test
  void users_areListedInPages() {
    String path = "/" + unique("pages") + "/";
    List<String> names = IntStream.range(0, 5).mapToObj(i -> unique("u" + i)).toList();
    names.forEach(name -> iam.createUser(request -> request.userName(name).path(path)));

    var first = iam.listUsers(request -> request.pathPrefix(path).maxItems(2));

    assertThat(first.users()).extracting(User::userName).isEqualTo(names.subList(0, 2));
    assertThat(first.isTruncated()).isTrue();
    assertThat(iam.listUsersPaginator(request -> request.pathPrefix(path).maxItems(2)).users())
        .extracting(User::userName)
        .isEqualTo(names);
    assertRefused(
        "ValidationError", 400, () -> iam.listUsers(request -> request.marker("not one of ours")));
  }

  @Test
  void accessKeys_areTwoAUserAtMostAndCountAtOnce() {
    IamUser user = IamUser.create(iam, allow("kms:ListKeys", "*"));
    var second = iam.createAccessKey(request -> request.userName(user.name())).accessKey();
    assertRefused(
        "LimitExceeded", 409, () -> iam.createAccessKey(request -> request.userName(user.name())));
    assertThat(iam.listAccessKeys(request -> request.userName(user.name())).accessKeyMetadata())
        .extracting(AccessKeyMetadata::accessKeyId)
        .containsExactlyInAnyOrder(second.accessKeyId(), user.credentials().accessKeyId());

    try (AwsClients own = user.clients(server)) {
      own.kms().listKeys();
      String keyId = user.credentials().accessKeyId();
      var used = iam.getAccessKeyLastUsed(request -> request.accessKeyId(keyId));
      assertThat(used.userName()).isEqualTo(user.name());
      assertThat(used.accessKeyLastUsed().serviceName()).isEqualTo("kms");
      assertThat(used.accessKeyLastUsed().region()).isEqualTo(LatchkeyServer.REGION);

      setStatus(user, keyId, StatusType.INACTIVE);
      assertRefused("UnrecognizedClientException", () -> own.kms().listKeys());
      setStatus(user, keyId, StatusType.ACTIVE);
      own.kms().listKeys();
      iam.deleteAccessKey(request -> request.userName(user.name()).accessKeyId(keyId));
      assertRefused("UnrecognizedClientException", () -> own.kms().listKeys());
    }
    assertThat(
            iam.getAccessKeyLastUsed(request -> request.accessKeyId(second.accessKeyId()))
                .accessKeyLastUsed()
                .serviceName())
        .isEqualTo("N/A");
  }

  private void setStatus(IamUser user, String keyId, StatusType status) {
    iam.updateAccessKey(request -> request.userName(user.name()).accessKeyId(keyId).status(status));
  }

  @Test
  void userWhoHasSomething_isNotDeleted() {
    IamUser user = IamUser.create(iam, allow("kms:ListKeys", "*"));

    assertRefused(
        "DeleteConflict", 409, () -> iam.deleteUser(request -> request.userName(user.name())));
    iam.deleteAccessKey(
        request -> request.userName(user.name()).accessKeyId(user.credentials().accessKeyId()));
    assertRefused(
        "DeleteConflict", 409, () -> iam.deleteUser(request -> request.userName(user.name())));
    iam.deleteUserPolicy(request -> request.userName(user.name()).policyName("test"));
    iam.deleteUser(request -> request.userName(user.name()));
  }

  @Test
  void group_hasUsersAndPolicies() {
    String group = unique("group");
    IamUser user = IamUser.create(iam);
    iam.createGroup(request -> request.groupName(group));
    iam.putGroupPolicy(
        request -> request.groupName(group).policyName("list").policyDocument(POLICY));
    try (AwsClients own = user.clients(server)) {
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());

      iam.addUserToGroup(request -> request.groupName(group).userName(user.name()));
      own.kms().listKeys();
      assertThat(iam.getGroup(request -> request.groupName(group)).users())
          .extracting(User::userName)
          .containsExactly(user.name());
      assertThat(iam.listGroupsForUser(request -> request.userName(user.name())).groups())
          .hasSize(1);
      assertRefused(
          "DeleteConflict", 409, () -> iam.deleteGroup(request -> request.groupName(group)));

      iam.removeUserFromGroup(request -> request.groupName(group).userName(user.name()));
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());
    }
    iam.updateGroup(request -> request.groupName(group).newGroupName(group + "2"));
    assertThat(iam.listGroupPolicies(request -> request.groupName(group + "2")).policyNames())
        .containsExactly("list");
    iam.deleteGroupPolicy(request -> request.groupName(group + "2").policyName("list"));
    iam.deleteGroup(request -> request.groupName(group + "2"));
  }

  @Test
  void inlinePolicy_isReturnedAsItWasPut() {
    IamUser user = IamUser.create(iam);
    iam.putUserPolicy(
        request -> request.userName(user.name()).policyName("list").policyDocument(POLICY));

    String document =
        iam.getUserPolicy(request -> request.userName(user.name()).policyName("list"))
            .policyDocument();

    assertThat(document).startsWith("%7B%22Version%22%3A%20");
    assertThat(URLDecoder.decode(document, StandardCharsets.UTF_8)).isEqualTo(POLICY);
    assertRefused(
        "NoSuchEntity",
        404,
        () -> iam.getUserPolicy(request -> request.userName(user.name()).policyName("other")));
    assertRefused(
        "MalformedPolicyDocument",
        400,
        () ->
            iam.putUserPolicy(
                request -> request.userName(user.name()).policyName("bad").policyDocument("{}")));
    assertRefused(
        "LimitExceeded",
        409,
        () ->
            iam.putUserPolicy(
                request ->
                    request
                        .userName(user.name())
                        .policyName("long")
                        .policyDocument(
                            PolicyText.of(
                                allow(
                                    "kms:ListKeys", "arn:aws:kms:*:*:key/" + "x".repeat(2_048))))));
  }

  @Test
  void entitiesOfAPolicy_areShownPageByPage() {
    String arn = managed(POLICY);
    IamUser attached = IamUser.create(iam);
    iam.attachUserPolicy(r -> r.userName(attached.name()).policyArn(arn));
    IamUser bounded = IamUser.create(iam);
    iam.putUserPermissionsBoundary(r -> r.userName(bounded.name()).permissionsBoundary(arn));
    String name = "bounded-" + UUID.randomUUID();
    String trust = PolicyText.trust("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root");
    String roleId =
        iam.createRole(
                r -> r.roleName(name).assumeRolePolicyDocument(trust).permissionsBoundary(arn))
            .role()
            .roleId();
    iam.createGroup(r -> r.groupName(name));
    iam.attachGroupPolicy(r -> r.groupName(name).policyArn(arn));

    assertThat(
            iam.listEntitiesForPolicyPaginator(r -> r.policyArn(arn).maxItems(1)).stream()
                .map(page -> page.policyUsers().size() + page.policyRoles().size()))
        .hasSize(4);
    assertThat(iam.listEntitiesForPolicyPaginator(r -> r.policyArn(arn).maxItems(1)).policyUsers())
        .extracting(each -> each.userId())
        .containsExactlyInAnyOrder(attached.userId(), bounded.userId());
    assertThat(
            iam.listEntitiesForPolicyPaginator(
                    r ->
                        r.policyArn(arn)
                            .maxItems(1)
                            .entityFilter("Role")
                            .policyUsageFilter("PermissionsBoundary"))
                .policyRoles())
        .extracting(each -> each.roleId())
        .containsExactly(roleId);
    assertThat(iam.getPolicy(r -> r.policyArn(arn)).policy().permissionsBoundaryUsageCount())
        .isEqualTo(2);
    iam.detachUserPolicy(r -> r.userName(attached.name()).policyArn(arn));
    iam.detachGroupPolicy(r -> r.groupName(name).policyArn(arn));
    assertRefused("DeleteConflict", 409, () -> iam.deletePolicy(r -> r.policyArn(arn)));
    iam.deleteUserPermissionsBoundary(r -> r.userName(bounded.name()));
    iam.deleteRole(r -> r.roleName(name));
    iam.deletePolicy(r -> r.policyArn(arn));
  }

  @Test
  void managedPolicy_countsInItsDefaultVersion() {
    IamUser user = IamUser.create(iam);
    String arn = managed(POLICY);
    try (AwsClients own = user.clients(server)) {
      iam.attachUserPolicy(request -> request.userName(user.name()).policyArn(arn));
      own.kms().listKeys();
      assertThat(
              iam.listAttachedUserPolicies(request -> request.userName(user.name()))
                  .attachedPolicies())
          .extracting(AttachedPolicy::policyArn)
          .containsExactly(arn);
      assertThat(iam.getPolicy(request -> request.policyArn(arn)).policy().attachmentCount())
          .isEqualTo(1);
      assertThat(iam.listEntitiesForPolicy(request -> request.policyArn(arn)).policyUsers())
          .singleElement()
          .satisfies(each -> assertThat(each.userId()).isEqualTo(user.userId()));

      iam.createPolicyVersion(
          request ->
              request
                  .policyArn(arn)
                  .policyDocument(PolicyText.of(allow("kms:ListAliases", "*")))
                  .setAsDefault(true));
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());
      own.kms().listAliases();

      iam.setDefaultPolicyVersion(request -> request.policyArn(arn).versionId("v1"));
      own.kms().listKeys();
      assertRefused(
          "DeleteConflict", 409, () -> iam.deletePolicy(request -> request.policyArn(arn)));
      iam.detachUserPolicy(request -> request.userName(user.name()).policyArn(arn));
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());
    }
    assertRefused(
        "DeleteConflict",
        409,
        () -> iam.deletePolicyVersion(request -> request.policyArn(arn).versionId("v1")));
    iam.deletePolicyVersion(request -> request.policyArn(arn).versionId("v2"));
    iam.deletePolicy(request -> request.policyArn(arn));
    assertRefused("NoSuchEntity", 404, () -> iam.getPolicy(request -> request.policyArn(arn)));
  }

  private String managed(String document) {
    return iam.createPolicy(
            request -> request.policyName(unique("policy")).policyDocument(document))
        .policy()
        .arn();
  }

  @Test
  void managedPolicy_hasTagsThatCanBeChanged() {
    String arn = managed(POLICY);
    iam.tagPolicy(request -> request.policyArn(arn).tags(tag("team", "red"), tag("floor", "3")));
    iam.tagPolicy(
        request -> request.policyArn(arn).tags(tag("team", "blue"), tag("Team", "green")));
    assertThat(iam.listPolicyTags(request -> request.policyArn(arn)).tags())
        .containsExactlyInAnyOrder(tag("team", "blue"), tag("Team", "green"), tag("floor", "3"));
    iam.untagPolicy(request -> request.policyArn(arn).tagKeys("Team"));
    IamUser user =
        IamUser.create(
            iam,
            """
            {"Effect": "Allow", "Action": "iam:UntagPolicy", "Resource": "*",
             "Condition": {"StringEquals": {"aws:ResourceTag/team": "blue"},
              "ForAllValues:StringEquals": {"aws:TagKeys": ["floor", "team"]}}}""");
    try (AwsClients own = user.clients(server)) {
      own.iam().untagPolicy(request -> request.policyArn(arn).tagKeys("floor"));
      assertRefused(
          "AccessDenied",
          403,
          () -> own.iam().untagPolicy(request -> request.policyArn(arn).tagKeys("stage")));
      own.iam().untagPolicy(request -> request.policyArn(arn).tagKeys("team"));
      assertRefused(
          "AccessDenied",
          403,
          () -> own.iam().untagPolicy(request -> request.policyArn(arn).tagKeys("team")));
    }
    assertThat(iam.getPolicy(request -> request.policyArn(arn)).policy().tags()).isEmpty();
    String ofAws = "arn:aws:iam::aws:policy/AdministratorAccess";
    assertThat(iam.listPolicyTags(request -> request.policyArn(ofAws)).tags()).isEmpty();
    assertRefused(
        "AccessDenied",
        403,
        () -> iam.tagPolicy(request -> request.policyArn(ofAws).tags(tag("team", "blue"))));
  }

  @Test
  void managedPolicy_hasFiveVersionsAtMost() {
    String arn = managed(POLICY);
    IntStream.range(0, 4)
        .forEach(
            i -> iam.createPolicyVersion(request -> request.policyArn(arn).policyDocument(POLICY)));

    assertRefused(
        "LimitExceeded",
        409,
        () -> iam.createPolicyVersion(request -> request.policyArn(arn).policyDocument(POLICY)));
    assertThat(iam.listPolicyVersions(request -> request.policyArn(arn)).versions())
        .extracting(version -> version.versionId())
        .containsExactly("v5", "v4", "v3", "v2", "v1");
    assertThat(
            iam.getPolicyVersion(request -> request.policyArn(arn).versionId("v5"))
                .policyVersion()
                .isDefaultVersion())
        .isFalse();
  }

  @Test
  void managedPoliciesOfAws_areThereAndCannotBeChanged() {
    String arn = "arn:aws:iam::aws:policy/AdministratorAccess";
    IamUser user = IamUser.create(iam);

    iam.attachUserPolicy(request -> request.userName(user.name()).policyArn(arn));

    try (AwsClients own = user.clients(server)) {
      own.kms().listKeys();
      own.iam().listUsers(request -> request.maxItems(1));
    }
    assertThat(iam.listPoliciesPaginator(request -> request.scope(PolicyScopeType.AWS)).policies())
        .allMatch(policy -> policy.description() == null)
        .extracting(Policy::arn)
        .contains(arn);
    assertThat(iam.getPolicy(request -> request.policyArn(arn)).policy().description())
        .isNotBlank();
    assertThat(iam.listPoliciesPaginator(request -> request.maxItems(3)).policies())
        .extracting(Policy::arn)
        .contains(arn)
        .doesNotHaveDuplicates();
    assertRefused("AccessDenied", 403, () -> iam.deletePolicy(request -> request.policyArn(arn)));
    assertRefused(
        "NoSuchEntity",
        404,
        () ->
            iam.attachUserPolicy(
                request ->
                    request.userName(user.name()).policyArn("arn:aws:iam::aws:policy/NoSuch")));
  }

  @Test
  void rolesOfServices_areSeenAndNotChanged() {
    Role role =
        iam
            .listRolesPaginator(
                request -> request.pathPrefix("/aws-service-role/acm.amazonaws.com/"))
            .roles()
            .stream()
            .findFirst()
            .orElseThrow();
    assertThat(role.roleName()).isEqualTo("AWSServiceRoleForCertificateManager");
    assertThat(role.roleId()).matches("AROA[A-Z2-7]{17}");
    assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
        .contains("{\"Service\":\"acm.amazonaws.com\"}");
    String policyArn =
        iam.listAttachedRolePolicies(request -> request.roleName(role.roleName()))
            .attachedPolicies()
            .get(0)
            .policyArn();
    assertThat(
            iam.getPolicyVersion(request -> request.policyArn(policyArn).versionId("v1"))
                .policyVersion()
                .document())
        .contains("aws%3Aacm%3Aarn");
    assertThat(
            iam.listPoliciesPaginator(request -> request.pathPrefix("/aws-service-role/"))
                .policies())
        .extracting(Policy::arn)
        .contains(policyArn);

    String trust = PolicyText.trust("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root");
    List<Runnable> changes =
        List.of(
            () -> iam.deleteRole(r -> r.roleName(role.roleName())),
            () -> iam.updateRole(r -> r.roleName(role.roleName()).description("mine")),
            () ->
                iam.updateAssumeRolePolicy(r -> r.roleName(role.roleName()).policyDocument(trust)),
            () ->
                iam.putRolePolicy(
                    r -> r.roleName(role.roleName()).policyName("p").policyDocument(POLICY)),
            () ->
                iam.attachRolePolicy(
                    r ->
                        r.roleName(role.roleName())
                            .policyArn("arn:aws:iam::aws:policy/AdministratorAccess")),
            () -> iam.detachRolePolicy(r -> r.roleName(role.roleName()).policyArn(policyArn)),
            () -> iam.tagRole(r -> r.roleName(role.roleName()).tags(tag("team", "blue"))));
    for (Runnable change : changes) {
      assertRefused("UnmodifiableEntity", 400, change::run);
    }
    IamUser user = IamUser.create(iam);
    assertRefused(
        "PolicyNotAttachable",
        400,
        () -> iam.attachUserPolicy(r -> r.userName(user.name()).policyArn(policyArn)));
    assertRefused(
        "InvalidInput",
        400,
        () ->
            iam.createRole(
                r ->
                    r.roleName(unique("r").substring(0, 30))
                        .path("/aws-service-role/acm.amazonaws.com/")
                        .assumeRolePolicyDocument(trust)));
  }

  @Test
  void role_isMadeChangedAndDeleted() {
    String name = unique("role").substring(0, 40);
    String trust = PolicyText.trust("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root");
    Role made =
        iam.createRole(
                request ->
                    request
                        .roleName(name)
                        .path("/team/")
                        .assumeRolePolicyDocument(trust)
                        .description("for tests"))
            .role();
    assertThat(made.roleId()).matches("AROA[A-Z2-7]{17}");
    assertThat(made.maxSessionDuration()).isEqualTo(3_600);
    assertRefused(
        "MalformedPolicyDocument",
        400,
        () ->
            iam.createRole(
                request ->
                    request
                        .roleName(unique("r").substring(0, 30))
                        .assumeRolePolicyDocument(POLICY)));

    for (String action : List.of("kms:Decrypt", "*", "sts:GetCallerIdentity")) {
      assertRefused(
          "MalformedPolicyDocument",
          400,
          () ->
              iam.createRole(
                  request ->
                      request
                          .roleName(unique("r").substring(0, 30))
                          .assumeRolePolicyDocument(trust.replace("sts:AssumeRole", action))));
    }

    String other = PolicyText.trust("arn:aws:iam::210987654321:root");
    iam.updateAssumeRolePolicy(request -> request.roleName(name).policyDocument(other));
    iam.updateRole(request -> request.roleName(name).maxSessionDuration(7_200));
    assertThat(
            iam.updateRoleDescription(request -> request.roleName(name).description("described"))
                .role()
                .description())
        .isEqualTo("described");
    iam.tagRole(request -> request.roleName(name).tags(tag("team", "blue")));
    iam.putRolePolicy(request -> request.roleName(name).policyName("p").policyDocument(POLICY));
    String boundary = managed(POLICY);
    iam.putRolePermissionsBoundary(request -> request.roleName(name).permissionsBoundary(boundary));

    Role found = iam.getRole(request -> request.roleName(name)).role();
    assertThat(URLDecoder.decode(found.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
        .isEqualTo(other);
    assertThat(found.maxSessionDuration()).isEqualTo(7_200);
    assertThat(found.permissionsBoundary().permissionsBoundaryArn()).isEqualTo(boundary);
    assertThat(iam.listRoleTags(request -> request.roleName(name)).tags())
        .containsExactly(tag("team", "blue"));
    assertThat(iam.listRolesPaginator(request -> request.pathPrefix("/team/")).roles())
        .extracting(Role::roleName)
        .contains(name);

    assertRefused("DeleteConflict", 409, () -> iam.deleteRole(request -> request.roleName(name)));
    assertRefused(
        "DeleteConflict", 409, () -> iam.deletePolicy(request -> request.policyArn(boundary)));
    iam.untagRole(request -> request.roleName(name).tagKeys("team"));
    iam.deleteRolePermissionsBoundary(request -> request.roleName(name));
    iam.deleteRolePolicy(request -> request.roleName(name).policyName("p"));
    iam.deleteRole(request -> request.roleName(name));
    assertRefused("NoSuchEntity", 404, () -> iam.getRole(request -> request.roleName(name)));
  }
}
