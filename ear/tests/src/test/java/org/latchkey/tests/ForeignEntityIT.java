package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.iam.IamClient;

/** What tools ask IAM for before they delete a user or a role, and that is of other services. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ForeignEntityIT {
  private final LatchkeyServer server;
  private final AwsClients clients;
  private final IamClient iam;

  ForeignEntityIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    iam = clients.iam();
  }

  @AfterAll
  void close() {
    clients.close();
  }

  @Test
  void lists_areEmpty() {
    String user = IamUser.create(iam).name(); // the role has the same
    iam.createRole(
        r ->
            r.roleName(user)
                .assumeRolePolicyDocument(
                    PolicyText.trust("arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root")));

    assertThat(iam.listInstanceProfilesForRolePaginator(r -> r.roleName(user)).instanceProfiles())
        .isEmpty();
    assertThat(iam.listInstanceProfilesPaginator().instanceProfiles()).isEmpty();
    assertThat(iam.listServerCertificatesPaginator().serverCertificateMetadataList()).isEmpty();
    assertThat(iam.listSigningCertificatesPaginator(r -> r.userName(user)).certificates())
        .isEmpty();
    assertThat(iam.listSSHPublicKeysPaginator(r -> r.userName(user)).sshPublicKeys()).isEmpty();
    assertThat(
            iam.listServiceSpecificCredentials(r -> r.userName(user)).serviceSpecificCredentials())
        .isEmpty();
    assertThat(
            iam.listServiceSpecificCredentials(r -> r.allUsers(true)).serviceSpecificCredentials())
        .isEmpty();
    assertThat(iam.listAccountAliasesPaginator().accountAliases()).isEmpty();
    assertThat(iam.listSAMLProviders().samlProviderList()).isEmpty();
  }

  @Test
  void listsOfNobody_areRefused() {
    assertRefused(
        "NoSuchEntity", 404, () -> iam.listInstanceProfilesForRole(r -> r.roleName("nobody")));
    assertRefused("NoSuchEntity", 404, () -> iam.listSSHPublicKeys(r -> r.userName("nobody")));
    assertRefused(
        "NoSuchEntity", 404, () -> iam.listSigningCertificates(r -> r.userName("nobody")));
    assertRefused("ValidationError", 400, () -> iam.listAccountAliases(r -> r.marker("other")));
  }

  @Test
  void whoeverMayNotAsk_isNotTold() {
    IamUser user = IamUser.create(iam, PolicyText.deny("iam:ListSSHPublicKeys", "*"));
    try (AwsClients own = AwsClients.of(server, user.credentials())) {
      assertRefused("AccessDenied", 403, () -> own.iam().listSSHPublicKeys());
      assertRefused("AccessDenied", 403, () -> own.iam().listAccountAliases());
      assertRefused("AccessDenied", 403, () -> own.iam().listInstanceProfiles());
      assertRefused(
          "AccessDenied", 403, () -> own.iam().listInstanceProfilesForRole(r -> r.roleName("x")));
    }
  }
}
