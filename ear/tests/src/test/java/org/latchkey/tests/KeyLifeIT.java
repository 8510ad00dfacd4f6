package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.latchkey.tests.Refusal.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyLastUsageResponse;
import software.amazon.awssdk.services.kms.model.KeyLastUsageData;
import software.amazon.awssdk.services.kms.model.KeyLastUsageTrackingOperation;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;

/** A key's life from its description to its deletion, as far as nobody has to wait for it. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyLifeIT {
  private static final int LONGEST_DESCRIPTION = 8192;

  private final LatchkeyServer server;
  private final AwsClients clients;
  private final KmsClient kms;
  private final RegisteredService user;
  private final AwsClients userClients;
  private String keyId = "";

  KeyLifeIT(LatchkeyServer server) {
    this.server = server;
    clients = AwsClients.root(server);
    kms = clients.kms();
    user = RegisteredService.create(server);
    userClients = AwsClients.of(server, user.credentials());
  }

  @BeforeEach
  void createKey() {
    keyId = kms.createKey().keyMetadata().keyId();
  }

  @AfterAll
  void close() {
    userClients.close();
    clients.close();
  }

  @Test
  void description_isReplaced() {
    describeAs("the first");
    describeAs("d".repeat(LONGEST_DESCRIPTION));

    assertThat(metadata().description()).isEqualTo("d".repeat(LONGEST_DESCRIPTION));
    assertRefused("ValidationException", () -> describeAs("d".repeat(LONGEST_DESCRIPTION + 1)));

    describeAs("");

    assertThat(metadata().description()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {7, 30})
  void waitingPeriod_ofTheLimitsIsTaken(int days) {
    ScheduleKeyDeletionResponse scheduled = schedule(days);

    assertThat(scheduled.keyId()).isEqualTo(metadata().arn());
    assertThat(scheduled.keyState()).isEqualTo(KeyState.PENDING_DELETION);
    assertThat(scheduled.pendingWindowInDays()).isEqualTo(days);
    assertThat(scheduled.deletionDate())
        .isCloseTo(Instant.now().plus(Duration.ofDays(days)), within(1, ChronoUnit.HOURS));
    assertThat(metadata().deletionDate()).isEqualTo(scheduled.deletionDate());
    assertThat(metadata().enabled()).isFalse();
  }

  @Test
  void waitingPeriod_isThirtyDaysWhereNoneIsGiven() {
    assertThat(kms.scheduleKeyDeletion(request -> request.keyId(keyId)).pendingWindowInDays())
        .isEqualTo(30);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 31, 365, 366})
  void waitingPeriod_beyondTheLimitsIsRefused(int days) {
    assertRefused("ValidationException", () -> schedule(days));
    assertThat(metadata().keyState()).isEqualTo(KeyState.ENABLED);
  }

  @Test
  void waitingPeriod_isSeenByConditions() {
    kms.putKeyPolicy(
        request ->
            request
                .keyId(keyId)
                .policy(
                    KeyPolicyText.ownerAnd(
                        user.name(),
                        """
                        "Action": "kms:ScheduleKeyDeletion",
                        "Condition": {"NumericGreaterThanEquals": {
                          "kms:ScheduleKeyDeletionPendingWindowInDays": "20"}}""")));
    KmsClient asUser = userClients.kms();

    assertRefused(
        "AccessDeniedException",
        () -> asUser.scheduleKeyDeletion(request -> request.keyId(keyId).pendingWindowInDays(19)));
    asUser.scheduleKeyDeletion(request -> request.keyId(keyId).pendingWindowInDays(20));

    assertThat(metadata().keyState()).isEqualTo(KeyState.PENDING_DELETION);
  }

  @Test
  void cancelledDeletion_leavesTheKeyDisabled() {
    schedule(7);

    assertThat(kms.cancelKeyDeletion(request -> request.keyId(keyId)).keyId())
        .isEqualTo(metadata().arn());

    assertThat(metadata().keyState()).isEqualTo(KeyState.DISABLED);
    assertThat(metadata().deletionDate()).isNull();
    kms.enableKey(request -> request.keyId(keyId));
    assertThat(metadata().keyState()).isEqualTo(KeyState.ENABLED);
  }

  @Test
  void aliases_doNotNameTheKeyOfAChange() {
    List<Runnable> changes =
        List.of(
            () -> kms.updateKeyDescription(r -> r.keyId("alias/x").description("")),
            () -> kms.enableKey(r -> r.keyId("alias/x")),
            () -> kms.scheduleKeyDeletion(r -> r.keyId("alias/x")),
            () -> kms.cancelKeyDeletion(r -> r.keyId("alias/x")),
            () -> kms.putKeyPolicy(r -> r.keyId("alias/x").policy(KeyPolicyText.owner())),
            () -> kms.getKeyPolicy(r -> r.keyId("alias/x")));

    for (Runnable change : changes) {
      assertRefused("InvalidArnException", change::run);
    }
  }

  @Test
  void keys_areListedInPagesOfTheLimits() {
    ListKeysResponse first = kms.listKeys(request -> request.limit(1));
    ListKeysResponse most = kms.listKeys(request -> request.limit(1000));

    assertThat(first.keys()).hasSize(1);
    assertThat(first.truncated()).isTrue();
    assertThat(kms.listKeys(request -> request.limit(1).marker(first.nextMarker())).keys())
        .singleElement()
        .isNotEqualTo(first.keys().get(0));
    assertThat(most.keys()).extracting(KeyListEntry::keyId).contains(keyId);
    assertRefused("ValidationException", () -> kms.listKeys(request -> request.limit(0)));
    assertRefused("ValidationException", () -> kms.listKeys(request -> request.limit(1001)));
    assertRefused(
        "InvalidMarkerException", () -> kms.listKeys(request -> request.marker("no marker")));
  }

  @Test
  void lastUsage_isTheLastSuccessfulCryptographicOperation() {
    GetKeyLastUsageResponse unused = lastUsage(keyId);
    assertThat(unused.keyId()).isEqualTo(keyId);
    assertThat(unused.keyLastUsage()).isEqualTo(KeyLastUsageData.builder().build());
    assertThat(unused.keyCreationDate()).isEqualTo(metadata().creationDate());
    assertThat(unused.trackingStartDate()).isEqualTo(unused.keyCreationDate());

    GenerateDataKeyResponse used =
        kms.generateDataKey(request -> request.keyId(keyId).numberOfBytes(32));
    assertRefused(
        "InvalidCiphertextException",
        () ->
            kms.decrypt(
                request ->
                    request
                        .keyId(keyId)
                        .ciphertextBlob(used.ciphertextBlob())
                        .encryptionContext(Map.of("another", "context"))));

    KeyLastUsageData last = lastUsage(keyId).keyLastUsage();
    String requestId = used.responseMetadata().requestId();
    assertThat(last.operation()).isEqualTo(KeyLastUsageTrackingOperation.GENERATE_DATA_KEY);
    assertThat(last.timestamp()).isCloseTo(Instant.now(), within(1, ChronoUnit.MINUTES));
    assertThat(last.kmsRequestId()).isEqualTo(requestId);
    assertThat(new AuditTrail(server).of(requestId))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.path("eventID").asText()).isEqualTo(last.cloudTrailEventId()));
  }

  @Test
  void reEncrypt_isTheLastUsageOfBothKeys() {
    String other = kms.createKey().keyMetadata().keyId();
    SdkBytes ciphertext =
        kms.encrypt(request -> request.keyId(keyId).plaintext(SdkBytes.fromUtf8String("text")))
            .ciphertextBlob();

    kms.reEncrypt(request -> request.ciphertextBlob(ciphertext).destinationKeyId(other));

    for (String each : List.of(keyId, other)) {
      assertThat(lastUsage(each).keyLastUsage().operation())
          .isEqualTo(KeyLastUsageTrackingOperation.RE_ENCRYPT);
    }
  }

  @Test
  void keyInUse_canBeKeptFromBeingDisabled() {
    String policy =
        PolicyText.of(
            """
            {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "kms:*", "Resource": "*",
             "Condition": {"StringEquals": {"kms:CallerAccount": "%s"}}}"""
                .formatted(LatchkeyServer.ACCOUNT_ID),
            """
            {"Effect": "Deny", "Principal": {"AWS": "*"},
             "Action": ["kms:DisableKey", "kms:ScheduleKeyDeletion"], "Resource": "*",
             "Condition": {"NumericLessThanEquals": {"kms:TrailingDaysWithoutKeyUsage": "30"}}}""");
    kms.putKeyPolicy(request -> request.keyId(keyId).policy(policy));

    assertRefused("AccessDeniedException", () -> kms.disableKey(request -> request.keyId(keyId)));
    assertRefused(
        "AccessDeniedException", () -> kms.scheduleKeyDeletion(request -> request.keyId(keyId)));
    kms.updateKeyDescription(request -> request.keyId(keyId).description("in use"));
  }

  @Test
  void keyOfCertificates_isMadeWhenItIsAskedAbout() {
    String name = "alias/aws/acm";
    Region unused = server.unusedRegion();
    IamUser stranger = IamUser.create(clients.iam());
    try (AwsClients elsewhere = AwsClients.root(server, unused);
        AwsClients strangers = AwsClients.of(server, unused, stranger.credentials())) {
      assertRefused(
          "AccessDeniedException",
          () -> strangers.kms().describeKey(request -> request.keyId(name)));
      assertThat(elsewhere.kms().listAliases().aliases()).isEmpty();

      KeyMetadata made = elsewhere.kms().describeKey(request -> request.keyId(name)).keyMetadata();

      assertThat(made.keyManager()).isEqualTo(KeyManagerType.AWS);
      assertThat(elsewhere.kms().describeKey(request -> request.keyId(name)).keyMetadata())
          .isEqualTo(made);
      assertRefused(
          "NotFoundException",
          () -> elsewhere.kms().describeKey(request -> request.keyId("alias/aws/nothing")));
    }
  }

  private GetKeyLastUsageResponse lastUsage(String key) {
    return kms.getKeyLastUsage(request -> request.keyId(key));
  }

  private void describeAs(String description) {
    kms.updateKeyDescription(request -> request.keyId(keyId).description(description));
  }

  private ScheduleKeyDeletionResponse schedule(int days) {
    return kms.scheduleKeyDeletion(request -> request.keyId(keyId).pendingWindowInDays(days));
  }

  private KeyMetadata metadata() {
    return kms.describeKey(request -> request.keyId(keyId)).keyMetadata();
  }
}
