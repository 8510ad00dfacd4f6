package org.latchkey.tests;

import static org.latchkey.tests.PolicyText.allow;
import static org.latchkey.tests.PolicyText.deny;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.UUID;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;

/** What users may do by their own policies: nothing that none of them allows. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdentityPolicyIT {
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  private final LatchkeyServer server;
  private final AwsClients root;
  private final IamClient iam;
  private final KeyMetadata key;

  IdentityPolicyIT(LatchkeyServer server) {
    this.server = server;
    root = AwsClients.root(server);
    iam = root.iam();
    key = root.kms().createKey().keyMetadata();
  }

  @AfterAll
  void close() {
    root.close();
  }

  private void encrypt(KmsClient kms) {
    kms.encrypt(request -> request.keyId(key.arn()).plaintext(PLAINTEXT));
  }

  @Test
  void newUser_mayDoNothing() {
    IamUser user = IamUser.create(iam);
    try (AwsClients own = user.clients(server)) {
      assertRefused("AccessDeniedException", () -> encrypt(own.kms()));
      assertRefused("AccessDeniedException", () -> own.kms().createKey());
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());
      assertRefused("AccessDeniedException", () -> own.acm().listCertificates());
      assertRefused("AccessDeniedException", () -> own.acmPca().listCertificateAuthorities());
      assertRefused("AccessDeniedException", () -> own.organizations().listAccounts());
      assertRefused("AccessDenied", 403, () -> own.iam().listUsers());
      assertRefused("AccessDenied", 403, () -> own.iam().getUser());
      assertRefused("AccessDenied", 403, () -> own.iam().createAccessKey());
      Assertions.assertThat(own.sts().getCallerIdentity().arn()).isEqualTo(user.arn());
      Assertions.assertThat(own.sts().getCallerIdentity().userId()).isEqualTo(user.userId());
    }
  }

  @Test
  void nobodyWithoutPermission_learnsWhoExists() {
    IamUser user = IamUser.create(iam);
    try (AwsClients own = user.clients(server)) {
      assertRefused(
          "AccessDenied", 403, () -> own.iam().getUser(request -> request.userName("nobody")));
      assertRefused(
          "AccessDenied", 403, () -> own.iam().getUser(request -> request.userName(user.name())));
    }
  }

  @Test
  void policy_allowsWhatItSaysOfWhatItNames() {
    KeyMetadata other = root.kms().createKey().keyMetadata();
    IamUser user = IamUser.create(iam, allow("kms:Encrypt", key.arn()));
    try (AwsClients own = user.clients(server)) {
      encrypt(own.kms());
      assertRefused(
          "AccessDeniedException",
          () -> own.kms().encrypt(request -> request.keyId(other.keyId()).plaintext(PLAINTEXT)));
      assertRefused(
          "AccessDeniedException",
          () -> own.kms().describeKey(request -> request.keyId(key.keyId())));

      user.put(iam, allow("kms:Encrypt", key.arn()), deny("kms:*", key.arn()));
      assertRefused("AccessDeniedException", () -> encrypt(own.kms()));
    }
  }

  @Test
  void keyPolicyThatDoesNotLetTheAccountIn_leavesPoliciesWithoutEffect() {
    IamUser user = IamUser.create(iam, allow("kms:*", "*"));
    String onlyRoot =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*",
           "Condition": {"StringEquals": {"aws:PrincipalType": "Account"}}}]}""";
    KeyMetadata closed = root.kms().createKey(request -> request.policy(onlyRoot)).keyMetadata();
    try (AwsClients own = user.clients(server)) {
      encrypt(own.kms());
      assertRefused(
          "AccessDeniedException",
          () -> own.kms().encrypt(request -> request.keyId(closed.keyId()).plaintext(PLAINTEXT)));
    }
  }

  @Test
  void permissionsBoundary_isTheMostThatPoliciesCanGive() {
    IamUser user = IamUser.create(iam, allow("kms:*", "*"));
    String boundary =
        iam.createPolicy(
                request ->
                    request
                        .policyName("boundary-" + UUID.randomUUID())
                        .policyDocument(PolicyText.of(allow("kms:Encrypt", "*"))))
            .policy()
            .arn();
    try (AwsClients own = user.clients(server)) {
      own.kms().listKeys();
      iam.putUserPermissionsBoundary(
          request -> request.userName(user.name()).permissionsBoundary(boundary));
      encrypt(own.kms());
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());
      Assertions.assertThat(
              iam.getUser(request -> request.userName(user.name()))
                  .user()
                  .permissionsBoundary()
                  .permissionsBoundaryArn())
          .isEqualTo(boundary);
      iam.deleteUserPermissionsBoundary(request -> request.userName(user.name()));
      own.kms().listKeys();
    }
  }

  @Test
  void boundaryCanBeAsked_ofWhoMakesUsers() {
    String boundary = "arn:aws:iam::aws:policy/AWSCertificateManagerReadOnly";
    IamUser admin =
        IamUser.create(
            iam,
            """
            {"Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*",
             "Condition": {"StringEquals": {"iam:PermissionsBoundary": "%s"}}}"""
                .formatted(boundary));
    try (AwsClients own = admin.clients(server)) {
      assertRefused(
          "AccessDenied",
          403,
          () -> own.iam().createUser(request -> request.userName("free-" + UUID.randomUUID())));
      own.iam()
          .createUser(
              request ->
                  request.userName("bound-" + UUID.randomUUID()).permissionsBoundary(boundary));
    }
  }

  @Test
  void boundaryThatIsLifted_canBeAsked() {
    String boundary = "arn:aws:iam::aws:policy/AWSCertificateManagerReadOnly";
    String kept = "arn:aws:iam::aws:policy/AWSPrivateCAReadOnly";
    IamUser admin =
        IamUser.create(
            iam,
            """
            {"Effect": "Allow",
             "Action": ["iam:DeleteUserPermissionsBoundary", "iam:DeleteRolePermissionsBoundary"],
             "Resource": "*",
             "Condition": {"StringEquals": {"iam:PermissionsBoundary": "%s"}}}"""
                .formatted(boundary));
    IamUser user = IamUser.create(iam);
    String role = "bound-" + UUID.randomUUID();
    iam.createRole(
        request ->
            request
                .roleName(role)
                .assumeRolePolicyDocument(PolicyText.trust(user.arn()))
                .permissionsBoundary(kept));
    iam.putUserPermissionsBoundary(
        request -> request.userName(user.name()).permissionsBoundary(kept));
    try (AwsClients own = admin.clients(server)) {
      assertRefused(
          "AccessDenied",
          403,
          () -> own.iam().deleteUserPermissionsBoundary(request -> request.userName(user.name())));
      assertRefused(
          "AccessDenied",
          403,
          () -> own.iam().deleteRolePermissionsBoundary(request -> request.roleName(role)));
      iam.putUserPermissionsBoundary(
          request -> request.userName(user.name()).permissionsBoundary(boundary));
      iam.putRolePermissionsBoundary(
          request -> request.roleName(role).permissionsBoundary(boundary));
      own.iam().deleteUserPermissionsBoundary(request -> request.userName(user.name()));
      own.iam().deleteRolePermissionsBoundary(request -> request.roleName(role));
    }
  }

  @Test
  void principalTags_countFromTheNextRequestOn() {
    IamUser user =
        IamUser.create(
            iam,
            """
            {"Effect": "Allow", "Action": "kms:ListKeys", "Resource": "*",
             "Condition": {"StringEquals": {"aws:PrincipalTag/team": "blue"}}}""");
    try (AwsClients own = user.clients(server)) {
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());
      iam.tagUser(
          request ->
              request.userName(user.name()).tags(Tag.builder().key("team").value("blue").build()));
      own.kms().listKeys();
      iam.untagUser(request -> request.userName(user.name()).tagKeys("team"));
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());
    }
  }

  @Test
  void usersMayManageTheirOwnKeys_byAPolicyVariable() {
    IamUser user =
        IamUser.create(iam, allow("iam:*AccessKey*", "arn:aws:iam::*:user/${aws:username}"));
    IamUser other = IamUser.create(iam);
    try (AwsClients own = user.clients(server)) {
      String second = own.iam().createAccessKey().accessKey().accessKeyId();
      own.iam().deleteAccessKey(request -> request.accessKeyId(second));
      assertRefused(
          "AccessDenied",
          403,
          () -> own.iam().listAccessKeys(request -> request.userName(other.name())));
    }
  }

  @Test
  void serviceUser_isAUserLikeOthers() {
    RegisteredService service = RegisteredService.create(server);
    try (AwsClients own = AwsClients.of(server, service.credentials())) {
      assertRefused("AccessDeniedException", () -> own.kms().listKeys());
      iam.putUserPolicy(
          request ->
              request
                  .userName(service.name())
                  .policyName("list")
                  .policyDocument(PolicyText.of(allow("kms:ListKeys", "*"))));
      own.kms().listKeys();
    }
    assertRefused(
        "DeleteConflict", 409, () -> iam.deleteUser(request -> request.userName(service.name())));
  }

  @Test
  void requestOfACertificate_isAllowedByItsTagsNamesAndAuthority() {
    PrivateAuthority authority = PrivateAuthority.create(root.acmPca());
    IamUser user =
        IamUser.create(
            iam,
            """
            {"Effect": "Allow", "Action": "acm:RequestCertificate",
             "Resource": "arn:aws:acm:*:*:certificate/*",
             "Condition": {
               "StringEquals": {"acm:CertificateAuthority": "%s", "aws:RequestTag/team": "blue",
                                "acm:KeyAlgorithm": "EC_prime256v1"},
               "ForAllValues:StringLike": {"acm:DomainNames": "*.latchkey.test"}}}"""
                .formatted(authority.arn()));
    try (AwsClients own = user.clients(server)) {
      assertRefused(
          "AccessDeniedException",
          () -> request(own, authority, "blue", "a.latchkey.test", "b.latchkey.test"));
      user.put(
          iam,
          """
          {"Effect": "Allow", "Action": ["acm:RequestCertificate", "acm:AddTagsToCertificate"],
           "Resource": "arn:aws:acm:*:*:certificate/*",
           "Condition": {
             "StringEquals": {"acm:CertificateAuthority": "%s", "aws:RequestTag/team": "blue",
                              "acm:KeyAlgorithm": "EC_prime256v1"},
             "ForAllValues:StringLike": {"acm:DomainNames": "*.latchkey.test"}}}"""
              .formatted(authority.arn()));
      assertRefused(
          "AccessDeniedException",
          () -> request(own, authority, "red", "a.latchkey.test", "b.latchkey.test"));
      assertRefused(
          "AccessDeniedException",
          () -> request(own, authority, "blue", "a.latchkey.test", "b.example.com"));
      request(own, authority, "blue", "a.latchkey.test", "b.latchkey.test");
    }
  }

  private static void request(
      AwsClients clients, PrivateAuthority authority, String team, String name, String other) {
    clients
        .acm()
        .requestCertificate(
            request ->
                request
                    .domainName(name)
                    .subjectAlternativeNames(other)
                    .certificateAuthorityArn(authority.arn())
                    .keyAlgorithm("EC_prime256v1")
                    .tags(
                        software.amazon.awssdk.services.acm.model.Tag.builder()
                            .key("team")
                            .value(team)
                            .build()));
  }
}
