package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.Refusal.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.PolicyDescriptorType;
import software.amazon.awssdk.services.sts.model.Tag;

/** Roles that are assumed, and temporary credentials. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StsIT {
  private static final String ACCOUNT = "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root";

  private final LatchkeyServer server;
  private final AwsClients root;
  private final IamClient iam;
  private final IamUser user;
  private final AwsClients own;

  StsIT(LatchkeyServer server) {
    this.server = server;
    root = AwsClients.root(server);
    iam = root.iam();
    user = IamUser.create(iam, allow("sts:*", "*"));
    own = user.clients(server);
  }

  @AfterAll
  void close() {
    own.close();
    root.close();
  }

  /** A role that may list keys, and whom these statements let in. */
  private Role role(String... trust) {
    String name = "role-" + UUID.randomUUID();
    Role role =
        iam.createRole(
                request ->
                    request
                        .roleName(name)
                        .path("/tests/")
                        .assumeRolePolicyDocument(PolicyText.of(trust)))
            .role();
    iam.putRolePolicy(
        request ->
            request
                .roleName(name)
                .policyName("list")
                .policyDocument(
                    PolicyText.of(allow("kms:List*", "*"), allow("sts:AssumeRole", "*"))));
    return role;
  }

  private Role ownRole() {
    return role(PolicyText.trustStatement(ACCOUNT, ""));
  }

  private AssumeRoleResponse assume(AwsClients by, Role role) {
    return by.sts().assumeRole(request -> request.roleArn(role.arn()).roleSessionName("test"));
  }

  private AwsClients as(Credentials credentials) {
    return AwsClients.of(
        server,
        AwsSessionCredentials.create(
            credentials.accessKeyId(), credentials.secretAccessKey(), credentials.sessionToken()));
  }

  @Test
  void assumedRole_mayDoWhatTheRoleMay() {
    Role role = ownRole();

    AssumeRoleResponse assumed = assume(own, role);

    assertThat(assumed.assumedRoleUser().arn())
        .isEqualTo(
            "arn:aws:sts::%s:assumed-role/%s/test"
                .formatted(LatchkeyServer.ACCOUNT_ID, role.roleName()));
    assertThat(Duration.between(Instant.now(), assumed.credentials().expiration()))
        .isBetween(Duration.ofMinutes(58), Duration.ofMinutes(61));
    try (AwsClients session = as(assumed.credentials())) {
      assertThat(session.sts().getCallerIdentity().userId()).isEqualTo(role.roleId() + ":test");
      session.kms().listKeys();
      assertRefused("AccessDeniedException", () -> session.kms().createKey());
      assertRefused("AccessDenied", 403, () -> session.iam().listUsers());
    }
  }

  @Test
  void sessionEnds_withItsRole() {
    Role role = ownRole();
    try (AwsClients session = as(assume(own, role).credentials())) {
      session.kms().listKeys();
      iam.deleteRolePolicy(request -> request.roleName(role.roleName()).policyName("list"));
      assertRefused("AccessDeniedException", () -> session.kms().listKeys());
      iam.deleteRole(request -> request.roleName(role.roleName()));
      assertRefused("UnrecognizedClientException", () -> session.kms().listKeys());
    }
  }

  @Test
  void roleThatDoesNotTrust_isRefusedLikeOneThatDoesNotExist() {
    Role role = role(PolicyText.trustStatement("arn:aws:iam::210987654321:root", ""));

    assertRefused("AccessDenied", 403, () -> assume(own, role));
    assertRefused(
        "AccessDenied",
        403,
        () ->
            own.sts()
                .assumeRole(
                    request ->
                        request
                            .roleArn("arn:aws:iam::210987654321:role/none")
                            .roleSessionName("test")));
    assertRefused("AccessDenied", 403, () -> assume(root, ownRole()));
  }

  @Test
  void trustInTheAccount_needsTheUsersPolicyToo() {
    Role role = ownRole();
    IamUser poor = IamUser.create(iam);
    try (AwsClients theirs = poor.clients(server)) {
      assertRefused("AccessDenied", 403, () -> assume(theirs, role));
      iam.updateAssumeRolePolicy(
          request ->
              request.roleName(role.roleName()).policyDocument(PolicyText.trust(poor.arn())));
      assume(theirs, role);
    }
  }

  @Test
  void externalId_keepsTheDeputyFromBeingConfused() {
    Role role =
        role(
            PolicyText.trustStatement(
                ACCOUNT,
                ", \"Condition\": {\"StringEquals\": {\"sts:ExternalId\": \"customer-17\"}}"));

    assertRefused("AccessDenied", 403, () -> assume(own, role));
    assertRefused(
        "AccessDenied",
        403,
        () ->
            own.sts()
                .assumeRole(
                    request ->
                        request
                            .roleArn(role.arn())
                            .roleSessionName("test")
                            .externalId("customer-18")));
    own.sts()
        .assumeRole(
            request ->
                request.roleArn(role.arn()).roleSessionName("test").externalId("customer-17"));
  }

  @Test
  void sessionPolicy_limitsWhichGrantsAreRetired() {
    Role role = ownRole();
    String key = root.kms().createKey().keyMetadata().keyId();
    String token =
        root.kms()
            .createGrant(
                request ->
                    request
                        .keyId(key)
                        .granteePrincipal(role.arn())
                        .operations(GrantOperation.DECRYPT, GrantOperation.RETIRE_GRANT))
            .grantToken();

    try (AwsClients limited = as(assume(own, role, allow("kms:ListAliases", "*")));
        AwsClients let = as(assume(own, role, allow("kms:RetireGrant", "*")))) {
      assertRefused(
          "AccessDeniedException",
          () -> limited.kms().retireGrant(request -> request.grantToken(token)));
      let.kms().retireGrant(request -> request.grantToken(token));
    }
  }

  private static Credentials assume(AwsClients by, Role role, String statement) {
    return by.sts()
        .assumeRole(
            request ->
                request
                    .roleArn(role.arn())
                    .roleSessionName("test")
                    .policy(PolicyText.of(statement)))
        .credentials();
  }

  @Test
  void sessionPolicy_limitsTheSession() {
    Role role = ownRole();
    Credentials limited =
        own.sts()
            .assumeRole(
                request ->
                    request
                        .roleArn(role.arn())
                        .roleSessionName("test")
                        .policy(
                            PolicyText.of(
                                allow("kms:ListAliases", "*"), allow("kms:Create*", "*"))))
            .credentials();
    try (AwsClients session = as(limited)) {
      session.kms().listAliases();
      assertRefused("AccessDeniedException", () -> session.kms().listKeys());
      assertRefused("AccessDeniedException", () -> session.kms().createKey());
    }
    assertRefused(
        "MalformedPolicyDocument",
        400,
        () ->
            own.sts()
                .assumeRole(
                    request -> request.roleArn(role.arn()).roleSessionName("t1").policy("{}")));
    assumeUnder(role, 10);
    assertRefused("ValidationError", 400, () -> assumeUnder(role, 11));
  }

  private void assumeUnder(Role role, int policies) {
    PolicyDescriptorType policy =
        PolicyDescriptorType.builder().arn("arn:aws:iam::aws:policy/AWSPrivateCAReadOnly").build();
    own.sts()
        .assumeRole(
            request ->
                request
                    .roleArn(role.arn())
                    .roleSessionName("test")
                    .policyArns(Collections.nCopies(policies, policy)));
  }

  @Test
  void sessionTags_areThePrincipals() {
    Role role =
        role(
            PolicyText.trustStatement(ACCOUNT, ""),
            """
            {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:TagSession",
             "Condition": {"StringLike": {"aws:RequestTag/team": "*"}}}"""
                .formatted(ACCOUNT));
    iam.putRolePolicy(
        request ->
            request
                .roleName(role.roleName())
                .policyName("list")
                .policyDocument(
                    PolicyText.of(
                        """
                        {"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*",
                         "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue"}}}""")));
    try (AwsClients plain = as(assume(own, role).credentials());
        AwsClients tagged = as(tagged(role, "team"))) {
      assertRefused("AccessDeniedException", () -> plain.kms().listKeys());
      tagged.kms().listKeys();
      iam.tagRole(
          request ->
              request
                  .roleName(role.roleName())
                  .tags(
                      software.amazon.awssdk.services.iam.model.Tag.builder()
                          .key("Team")
                          .value("red")
                          .build()));
      tagged.kms().listKeys();
    }
    assertRefused("AccessDenied", 403, () -> tagged(role, "floor"));
    assertRefused("ValidationError", 400, () -> tagged(role, "aws:team"));
  }

  @Test
  void sourceIdentity_isPassedOnOnlyWhereThatIsAllowed() {
    Role first = role(trustOfIdentity(""));
    Role silent = ownRole();
    Role named = role(trustOfIdentity(identityIs("alice")));
    Role others = role(trustOfIdentity(identityIs("bob")));
    Credentials alices =
        own.sts()
            .assumeRole(
                request ->
                    request.roleArn(first.arn()).roleSessionName("test").sourceIdentity("alice"))
            .credentials();
    try (AwsClients chained = as(alices)) {
      assertRefused("AccessDenied", 403, () -> assume(chained, named));
      iam.putRolePolicy(
          request ->
              request
                  .roleName(first.roleName())
                  .policyName("pass-on")
                  .policyDocument(PolicyText.of(allow("sts:SetSourceIdentity", "*"))));
      assertRefused("AccessDenied", 403, () -> assume(chained, silent));
      assertRefused("AccessDenied", 403, () -> assume(chained, others));
      assertThat(assume(chained, named).sourceIdentity()).isEqualTo("alice");
    }
  }

  private static String trustOfIdentity(String rest) {
    return """
        {"Effect": "Allow", "Principal": {"AWS": "%s"},
         "Action": ["sts:AssumeRole", "sts:SetSourceIdentity"]%s}"""
        .formatted(ACCOUNT, rest);
  }

  private static String identityIs(String name) {
    return ", \"Condition\": {\"StringEquals\": {\"sts:SourceIdentity\": \"" + name + "\"}}";
  }

  private Credentials tagged(Role role, String key) {
    return own.sts()
        .assumeRole(
            request ->
                request
                    .roleArn(role.arn())
                    .roleSessionName("test")
                    .tags(Tag.builder().key(key).value("blue").build()))
        .credentials();
  }

  @Test
  void durations_haveTheirLimits() {
    Role first = ownRole();
    Role second = ownRole();
    iam.updateRole(request -> request.roleName(second.roleName()).maxSessionDuration(7_200));

    assertRefused("ValidationError", 400, () -> assumeFor(own, first, 3_601));
    assertRefused("ValidationError", 400, () -> assumeFor(own, first, 899));
    assumeFor(own, second, 7_200);
    try (AwsClients chained = as(assume(own, first).credentials())) {
      assertRefused("ValidationError", 400, () -> assumeFor(chained, second, 3_601));
      assumeFor(chained, second, 3_600);
    }
  }

  private static void assumeFor(AwsClients by, Role role, int seconds) {
    by.sts()
        .assumeRole(
            request ->
                request.roleArn(role.arn()).roleSessionName("test").durationSeconds(seconds));
  }

  @Test
  void token_belongsToItsAccessKey() {
    Credentials one = assume(own, ownRole()).credentials();
    Credentials other = assume(own, ownRole()).credentials();
    try (AwsClients foreign =
            AwsClients.of(
                server,
                AwsSessionCredentials.create(
                    one.accessKeyId(), one.secretAccessKey(), other.sessionToken()));
        AwsClients none =
            AwsClients.of(
                server, AwsBasicCredentials.create(one.accessKeyId(), one.secretAccessKey()))) {
      assertRefused("UnrecognizedClientException", () -> foreign.kms().listKeys());
      assertRefused("UnrecognizedClientException", () -> none.kms().listKeys());
      assertRefused("InvalidClientTokenId", 403, () -> foreign.iam().listUsers());
    }
  }

  @Test
  void sessionOfAUser_mayWhatTheUserMayButNotChangeUsers() {
    IamUser someone = IamUser.create(iam, allow("kms:ListKeys", "*"), allow("iam:*", "*"));
    try (AwsClients theirs = someone.clients(server);
        AwsClients session = as(theirs.sts().getSessionToken().credentials())) {
      assertThat(session.sts().getCallerIdentity().arn()).isEqualTo(someone.arn());
      session.kms().listKeys();
      AwsServiceException refused =
          catchThrowableOfType(AwsServiceException.class, () -> session.iam().getUser());
      assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("InvalidClientTokenId");
      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(new AuditTrail(server).of(refused.requestId()))
          .singleElement()
          .satisfies(
              record -> {
                assertThat(record.path("eventName").asText()).isEqualTo("GetUser");
                assertThat(record.path("errorCode").asText()).isEqualTo("InvalidClientTokenId");
                assertThat(record.at("/userIdentity/arn").asText()).isEqualTo(someone.arn());
              });
      assertRefused(
          "InvalidClientTokenId",
          403,
          () ->
              session
                  .iam()
                  .changePassword(request -> request.oldPassword("the-old").newPassword("a-new")));
      assertRefused("AccessDenied", 403, () -> session.sts().getSessionToken());
      theirs.iam().getUser();
    }
  }

  @Test
  void issuedCredentials_areOnRecordByTheirAccessKeyId() {
    Role role = ownRole();
    var assumed = assume(own, role);
    var session = own.sts().getSessionToken();

    assertRecorded(assumed.responseMetadata().requestId(), assumed.credentials());
    assertRecorded(session.responseMetadata().requestId(), session.credentials());
  }

  private void assertRecorded(String requestId, Credentials credentials) {
    assertThat(new AuditTrail(server).of(requestId))
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.at("/responseElements/credentials/accessKeyId").asText())
                  .isEqualTo(credentials.accessKeyId());
              assertThat(record.toString())
                  .doesNotContain(credentials.secretAccessKey())
                  .doesNotContain(credentials.sessionToken());
            });
  }

  @Test
  void roleNamedByAKeyPolicyOrGrant_countsForItsSessions() {
    Role role = ownRole();
    String keyId = root.kms().createKey().keyMetadata().keyId();
    try (AwsClients session = as(assume(own, role).credentials())) {
      assertRefused("AccessDeniedException", () -> session.kms().describeKey(r -> r.keyId(keyId)));
      String grantId =
          root.kms()
              .createGrant(
                  request ->
                      request
                          .keyId(keyId)
                          .granteePrincipal(role.arn())
                          .operationsWithStrings("DescribeKey"))
              .grantId();
      session.kms().describeKey(r -> r.keyId(keyId));
      root.kms().revokeGrant(request -> request.keyId(keyId).grantId(grantId));
      assertRefused("AccessDeniedException", () -> session.kms().describeKey(r -> r.keyId(keyId)));
      root.kms()
          .putKeyPolicy(
              request ->
                  request
                      .keyId(keyId)
                      .policy(
                          PolicyText.of(
                              """
                              {"Effect": "Allow", "Principal": {"AWS": ["%s", "%s"]},
                               "Action": "kms:*", "Resource": "*"}"""
                                  .formatted(ACCOUNT, role.arn()))));
      session.kms().describeKey(r -> r.keyId(keyId));
    }
  }
}
