package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.latchkey.tests.Refusal.assertRefused;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.client.ServiceCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.CreateGrantResponse;
import software.amazon.awssdk.services.kms.model.GrantListEntry;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KmsException;

/** Grants, made by the root user for somebody who may do nothing else. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GrantIT {
  private static final String ROOT = "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root";
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue");
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final KmsClient kms;
  private final ServiceCredentials grantee;
  private final AwsClients granteeClients;
  private String keyId = "";
  private SdkBytes ciphertext = PLAINTEXT;

  GrantIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    kms = clients.kms();
    grantee = RegisteredService.create(server).credentials();
    granteeClients = AwsClients.of(server, grantee);
  }

  @BeforeAll
  void createKey() {
    keyId = kms.createKey().keyMetadata().keyId();
    ciphertext =
        kms.encrypt(request -> request.keyId(keyId).plaintext(PLAINTEXT).encryptionContext(CONTEXT))
            .ciphertextBlob();
  }

  @AfterAll
  void close() {
    granteeClients.close();
    clients.close();
  }

  @Test
  void grantee_mayDoWhatTheGrantSaysUntilItIsRevoked() {
    assertDenied(() -> decrypt(granteeClients.kms(), ciphertext, CONTEXT));

    String grantId = grant(GrantOperation.DECRYPT).grantId();

    assertThat(decrypt(granteeClients.kms(), ciphertext, CONTEXT)).isEqualTo(PLAINTEXT);
    assertDenied(
        () ->
            granteeClients
                .kms()
                .encrypt(
                    request ->
                        request.keyId(keyId).plaintext(PLAINTEXT).encryptionContext(CONTEXT)));

    kms.revokeGrant(request -> request.keyId(keyId).grantId(grantId));

    assertDenied(() -> decrypt(granteeClients.kms(), ciphertext, CONTEXT));
  }

  @Test
  void constrainedGrant_holdsInItsContextAlone() {
    SdkBytes otherCiphertext =
        kms.encrypt(
                request ->
                    request
                        .keyId(keyId)
                        .plaintext(PLAINTEXT)
                        .encryptionContext(Map.of("tenant", "green")))
            .ciphertextBlob();
    String grantId = grant(GrantOperation.DECRYPT).grantId();

    assertDenied(() -> decrypt(granteeClients.kms(), otherCiphertext, Map.of("tenant", "green")));

    kms.revokeGrant(request -> request.keyId(keyId).grantId(grantId));
  }

  @Test
  void retiredGrant_isListedNoMore() {
    CreateGrantResponse grant = grant(GrantOperation.GENERATE_DATA_KEY);

    assertThat(kms.listGrants(request -> request.keyId(keyId).grantId(grant.grantId())).grants())
        .singleElement()
        .satisfies(this::assertIsTheGrant);
    assertThat(
            kms.listRetirableGrantsPaginator(request -> request.retiringPrincipal(ROOT)).grants())
        .filteredOn(listed -> listed.grantId().equals(grant.grantId()))
        .singleElement()
        .satisfies(this::assertIsTheGrant);

    try (AwsClients elsewhere = AwsClients.root(server, Region.AP_SOUTH_1)) {
      assertRefused(
          "NotFoundException",
          () -> elsewhere.kms().retireGrant(request -> request.grantToken(grant.grantToken())));
    }
    kms.retireGrant(request -> request.grantToken(grant.grantToken()));

    assertThat(kms.listGrantsPaginator(request -> request.keyId(keyId)).grants())
        .extracting(GrantListEntry::grantId)
        .doesNotContain(grant.grantId());
    assertThat(
            kms.listRetirableGrantsPaginator(request -> request.retiringPrincipal(ROOT)).grants())
        .extracting(GrantListEntry::grantId)
        .doesNotContain(grant.grantId());
  }

  @Test
  void grantsOfAService_areListedForThatServiceAlone() {
    assertDenied(
        () ->
            kms.listRetirableGrants(
                request -> request.retiringServicePrincipal("acm.amazonaws.com")));
    assertRefused(
        "ValidationException",
        () ->
            kms.listGrants(
                request ->
                    request
                        .keyId(keyId)
                        .granteePrincipal(ROOT)
                        .granteeServicePrincipal("acm.amazonaws.com")));
  }

  @Test
  void grantWithoutAName_isListedWithAnEmptyOne() {
    String grantId = grant(GrantOperation.ENCRYPT).grantId();

    assertThat(kms.listGrants(request -> request.keyId(keyId).grantId(grantId)).grants())
        .singleElement()
        .satisfies(listed -> assertThat(listed.name()).isEmpty());
  }

  @Test
  void valueOfAConstraint_hasAtMost384Characters() {
    constrained(kms, Map.of("tenant", "x".repeat(384)));

    assertRefused("ValidationException", () -> constrained(kms, Map.of("tenant", "x".repeat(385))));
  }

  @Test
  void policy_seesWhatAGrantIsConstrainedTo() {
    IamUser maker =
        IamUser.create(
            clients.iam(),
            """
            {"Effect": "Allow", "Action": "kms:CreateGrant", "Resource": "*",
             "Condition": {"StringEquals": {"kms:EncryptionContext:tenant": "blue"}}}""",
            """
            {"Effect": "Allow", "Action": "kms:ListGrants", "Resource": "*",
             "Condition": {"Bool": {"kms:GrantIsForAWSResource": "false"}}}""");
    try (AwsClients makers = maker.clients(server)) {
      String grantId = constrained(makers.kms(), Map.of("tenant", "blue")).grantId();
      assertThat(makers.kms().listGrants(request -> request.keyId(keyId)).grants())
          .extracting(GrantListEntry::grantId)
          .contains(grantId);
      assertDenied(() -> constrained(makers.kms(), Map.of("tenant", "green")));
    }
  }

  private CreateGrantResponse constrained(KmsClient maker, Map<String, String> context) {
    return maker.createGrant(
        request ->
            request
                .keyId(keyId)
                .granteePrincipal(grantee.serviceArn())
                .operations(GrantOperation.DECRYPT)
                .constraints(constraints -> constraints.encryptionContextEquals(context)));
  }

  @Test
  void grantToAnAccount_isForThoseWhomItsPoliciesLet() {
    IamUser let = IamUser.create(clients.iam(), PolicyText.allow("kms:Decrypt", "*"));
    IamUser silent = IamUser.create(clients.iam());
    String closed = closedKey();
    SdkBytes closedCiphertext =
        kms.encrypt(request -> request.keyId(closed).plaintext(PLAINTEXT)).ciphertextBlob();
    try (AwsClients letClients = let.clients(server);
        AwsClients silentClients = silent.clients(server)) {
      assertDenied(() -> decrypt(letClients.kms(), closedCiphertext, Map.of()));

      kms.createGrant(
          request ->
              request.keyId(closed).granteePrincipal(ROOT).operations(GrantOperation.DECRYPT));

      assertThat(decrypt(letClients.kms(), closedCiphertext, Map.of())).isEqualTo(PLAINTEXT);
      assertDenied(() -> decrypt(silentClients.kms(), closedCiphertext, Map.of()));
    }
  }

  @Test
  void retiringAccount_passesItOnByItsPolicies() {
    IamUser let = IamUser.create(clients.iam(), PolicyText.allow("kms:RetireGrant", "*"));
    IamUser silent = IamUser.create(clients.iam());
    CreateGrantResponse grant = grant(GrantOperation.ENCRYPT);
    try (AwsClients letClients = let.clients(server);
        AwsClients silentClients = silent.clients(server)) {
      assertDenied(
          () -> silentClients.kms().retireGrant(request -> request.grantToken(grant.grantToken())));
      letClients.kms().retireGrant(request -> request.grantToken(grant.grantToken()));
    }
    assertThat(kms.listGrantsPaginator(request -> request.keyId(keyId)).grants())
        .extracting(GrantListEntry::grantId)
        .doesNotContain(grant.grantId());
  }

  /** A key whose policy lets in the root user alone, by name. */
  private String closedKey() {
    String policy =
        PolicyText.of(
            """
            {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:*", "Resource": "*",
             "Condition": {"ArnEquals": {"aws:PrincipalArn": "%s"}}}"""
                .formatted(ROOT, ROOT));
    return kms.createKey(request -> request.policy(policy)).keyMetadata().keyId();
  }

  private void assertIsTheGrant(GrantListEntry listed) {
    assertThat(listed.granteePrincipal()).isEqualTo(grantee.serviceArn());
    assertThat(listed.retiringPrincipal()).isEqualTo(ROOT);
    assertThat(listed.operations()).containsExactly(GrantOperation.GENERATE_DATA_KEY);
    assertThat(listed.constraints().encryptionContextEquals()).isEqualTo(CONTEXT);
  }

  private CreateGrantResponse grant(GrantOperation operation) {
    return kms.createGrant(
        request ->
            request
                .keyId(keyId)
                .granteePrincipal(grantee.serviceArn())
                .retiringPrincipal(ROOT)
                .operations(operation)
                .constraints(constraints -> constraints.encryptionContextEquals(CONTEXT)));
  }

  private static SdkBytes decrypt(KmsClient kms, SdkBytes ciphertext, Map<String, String> context) {
    return kms.decrypt(request -> request.ciphertextBlob(ciphertext).encryptionContext(context))
        .plaintext();
  }

  private static void assertDenied(Runnable call) {
    assertThatExceptionOfType(KmsException.class)
        .isThrownBy(call::run)
        .satisfies(
            refusal ->
                assertThat(refusal.awsErrorDetails().errorCode())
                    .isEqualTo("AccessDeniedException"));
  }
}
