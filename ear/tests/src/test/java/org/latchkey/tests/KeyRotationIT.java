package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.latchkey.tests.Refusal.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMaterialState;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.ListKeyRotationsResponse;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;

/** The rotation of keys, as far as nobody has to wait for it. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyRotationIT {
  private static final int MOST_ON_DEMAND = 25;

  private final AwsClients clients;
  private final KmsClient kms;
  private final RegisteredService user;
  private final AwsClients userClients;
  private String keyId = "";

  KeyRotationIT(LatchkeyServer server) {
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
  void automaticRotation_isOffUntilItIsEnabled() {
    assertThat(status().keyRotationEnabled()).isFalse();
    assertThat(status().nextRotationDate()).isNull();

    kms.enableKeyRotation(request -> request.keyId(keyId));

    assertThat(status().keyId()).isEqualTo(keyId);
    assertRotatesEvery(365);

    kms.disableKeyRotation(request -> request.keyId(keyId));

    assertThat(status().keyRotationEnabled()).isFalse();
    assertThat(status().rotationPeriodInDays()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {90, 2560})
  void period_ofTheLimitsIsTaken(int days) {
    enable(days);

    assertRotatesEvery(days);
  }

  @ParameterizedTest
  @ValueSource(ints = {89, 2561})
  void period_beyondTheLimitsIsRefused(int days) {
    assertRefused("ValidationException", () -> enable(days));
    assertThat(status().keyRotationEnabled()).isFalse();
  }

  @Test
  void periodEnabledAgain_isChanged() {
    enable(100);
    Instant next = status().nextRotationDate();
    enable(100);
    assertThat(status().nextRotationDate()).isEqualTo(next);

    enable(200);

    assertRotatesEvery(200);
  }

  @Test
  void period_isSeenByConditions() {
    kms.putKeyPolicy(
        request ->
            request
                .keyId(keyId)
                .policy(
                    KeyPolicyText.ownerAnd(
                        user.name(),
                        """
                        "Action": "kms:EnableKeyRotation",
                        "Condition": {
                          "NumericLessThanEquals": {"kms:RotationPeriodInDays": "180"}}""")));
    KmsClient asUser = userClients.kms();

    asUser.enableKeyRotation(request -> request.keyId(keyId).rotationPeriodInDays(180));
    assertRefused(
        "AccessDeniedException",
        () -> asUser.enableKeyRotation(request -> request.keyId(keyId).rotationPeriodInDays(181)));
    assertRefused(
        "AccessDeniedException", () -> asUser.enableKeyRotation(request -> request.keyId(keyId)));
  }

  @Test
  void onDemand_twentyFiveTimesAreTheMostAndEveryCiphertextStillDecrypts() {
    enable(90);
    Instant next = status().nextRotationDate();
    List<SdkBytes> ciphertexts = new ArrayList<>();
    ciphertexts.add(encrypt(0));
    for (int i = 1; i <= MOST_ON_DEMAND; i++) {
      assertThat(kms.rotateKeyOnDemand(request -> request.keyId(keyId)).keyId()).isEqualTo(keyId);
      ciphertexts.add(encrypt(i));
    }

    assertRefused(
        "LimitExceededException", () -> kms.rotateKeyOnDemand(request -> request.keyId(keyId)));
    assertThat(ciphertexts.stream().map(this::decrypt).toList())
        .isEqualTo(
            IntStream.rangeClosed(0, MOST_ON_DEMAND).mapToObj(KeyRotationIT::plaintext).toList());
    assertThat(status().nextRotationDate()).isEqualTo(next);
    assertThat(rotations(IncludeKeyMaterial.ROTATIONS_ONLY)).hasSize(MOST_ON_DEMAND);
  }

  @Test
  void rotations_areListedPageByPageTheLatestFirst() {
    kms.rotateKeyOnDemand(request -> request.keyId(keyId));
    kms.rotateKeyOnDemand(request -> request.keyId(keyId));
    String current =
        kms.describeKey(request -> request.keyId(keyId)).keyMetadata().currentKeyMaterialId();
    List<RotationsListEntry> all = new ArrayList<>();

    for (ListKeyRotationsResponse page :
        kms.listKeyRotationsPaginator(
            request ->
                request
                    .keyId(keyId)
                    .includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL)
                    .limit(2))) {
      assertThat(page.rotations()).hasSizeBetween(1, 2);
      all.addAll(page.rotations());
    }

    assertThat(all).hasSize(3).extracting(RotationsListEntry::keyId).containsOnly(keyId);
    assertThat(all).extracting(RotationsListEntry::keyMaterialId).doesNotHaveDuplicates();
    assertThat(all)
        .extracting(RotationsListEntry::keyMaterialState)
        .containsExactly(
            KeyMaterialState.CURRENT, KeyMaterialState.NON_CURRENT, KeyMaterialState.NON_CURRENT);
    assertThat(all)
        .extracting(RotationsListEntry::rotationType)
        .containsExactly(RotationType.ON_DEMAND, RotationType.ON_DEMAND, null);
    assertThat(all.get(0).keyMaterialId()).isEqualTo(current);
    assertThat(all.get(0).rotationDate()).isAfterOrEqualTo(all.get(1).rotationDate());
    assertThat(all.get(2).rotationDate()).isNull();
    assertThat(kms.listKeyRotations(request -> request.keyId(keyId)).rotations())
        .isEqualTo(all.subList(0, 2));
    assertRefused(
        "InvalidMarkerException",
        () -> kms.listKeyRotations(request -> request.keyId(keyId).marker("bm9uZQ")));
    assertRefused(
        "ValidationException",
        () -> kms.listKeyRotations(request -> request.keyId(keyId).limit(1001)));
  }

  @Test
  void newCiphertexts_areUnderTheNewMaterial() {
    SdkBytes before = encrypt(1);
    kms.rotateKeyOnDemand(request -> request.keyId(keyId));
    SdkBytes after = encrypt(1);

    assertThat(materialOf(after))
        .isEqualTo(rotations(IncludeKeyMaterial.ROTATIONS_ONLY).get(0).keyMaterialId());
    assertThat(materialOf(before)).isNotEqualTo(materialOf(after));
  }

  @ParameterizedTest
  @EnumSource(
      value = KeySpec.class,
      names = {"ECC_NIST_P256", "HMAC_256", "RSA_2048"})
  void keysThatAreNotRotated_sayThatItIsUnsupported(KeySpec spec) {
    KeyUsageType usage =
        spec == KeySpec.HMAC_256 ? KeyUsageType.GENERATE_VERIFY_MAC : KeyUsageType.SIGN_VERIFY;
    String other =
        kms.createKey(request -> request.keySpec(spec).keyUsage(usage)).keyMetadata().keyId();
    String unsupported = "UnsupportedOperationException";

    assertRefused(unsupported, () -> kms.enableKeyRotation(request -> request.keyId(other)));
    assertRefused(unsupported, () -> kms.disableKeyRotation(request -> request.keyId(other)));
    assertThat(kms.getKeyRotationStatus(request -> request.keyId(other)).keyRotationEnabled())
        .isFalse();
    assertRefused(unsupported, () -> kms.rotateKeyOnDemand(request -> request.keyId(other)));
    assertRefused(unsupported, () -> kms.listKeyRotations(request -> request.keyId(other)));
  }

  @Test
  void alias_doesNotNameTheKeyOfARotation() {
    assertRefused(
        "InvalidArnException", () -> kms.enableKeyRotation(request -> request.keyId("alias/x")));
    assertRefused(
        "InvalidArnException", () -> kms.rotateKeyOnDemand(request -> request.keyId("alias/x")));
  }

  @Test
  void disabledKey_keepsItsStatusAndKeyToBeDeletedShowsNone() {
    enable(90);
    kms.disableKey(request -> request.keyId(keyId));
    assertRotatesEvery(90);
    assertRefused("DisabledException", () -> enable(100));

    kms.scheduleKeyDeletion(request -> request.keyId(keyId).pendingWindowInDays(7));
    assertThat(status().keyRotationEnabled()).isFalse();

    kms.cancelKeyDeletion(request -> request.keyId(keyId));
    assertRotatesEvery(90);
  }

  private void enable(int days) {
    kms.enableKeyRotation(request -> request.keyId(keyId).rotationPeriodInDays(days));
  }

  private GetKeyRotationStatusResponse status() {
    return kms.getKeyRotationStatus(request -> request.keyId(keyId));
  }

  private void assertRotatesEvery(int days) {
    assertThat(status().keyRotationEnabled()).isTrue();
    assertThat(status().rotationPeriodInDays()).isEqualTo(days);
    assertThat(status().nextRotationDate())
        .isCloseTo(Instant.now().plus(Duration.ofDays(days)), within(1, ChronoUnit.HOURS));
  }

  private List<RotationsListEntry> rotations(IncludeKeyMaterial included) {
    return kms.listKeyRotations(request -> request.keyId(keyId).includeKeyMaterial(included))
        .rotations();
  }

  private static SdkBytes plaintext(int number) {
    return SdkBytes.fromUtf8String("plaintext " + number);
  }

  private SdkBytes encrypt(int number) {
    return kms.encrypt(request -> request.keyId(keyId).plaintext(plaintext(number)))
        .ciphertextBlob();
  }

  private SdkBytes decrypt(SdkBytes ciphertext) {
    return kms.decrypt(request -> request.ciphertextBlob(ciphertext)).plaintext();
  }

  private String materialOf(SdkBytes ciphertext) {
    return kms.decrypt(request -> request.ciphertextBlob(ciphertext)).keyMaterialId();
  }
}
