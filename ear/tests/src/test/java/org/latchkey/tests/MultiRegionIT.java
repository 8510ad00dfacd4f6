package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.ImportState;
import software.amazon.awssdk.services.kms.model.ImportType;
import software.amazon.awssdk.services.kms.model.IncludeKeyMaterial;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.MultiRegionKey;
import software.amazon.awssdk.services.kms.model.MultiRegionKeyType;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.ReplicateKeyResponse;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.SigningAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.Tag;

/** One key in three Regions, through the AWS SDK. */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MultiRegionIT {
  private static final String HOME = LatchkeyServer.REGION;
  private static final String IRELAND = "eu-west-1";
  private static final String MUMBAI = "ap-south-1";
  private static final Map<String, String> CONTEXT = Map.of("tenant", "blue");
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");
  private static final int AES_KEY_BYTES = 32;

  @TempDir static Path folder;

  private final AwsClients homeClients;
  private final AwsClients irelandClients;
  private final AwsClients mumbaiClients;
  private final KmsClient home;
  private final KmsClient ireland;
  private final KmsClient mumbai;
  private String keyId = "";

  MultiRegionIT(LatchkeyServer server) {
    homeClients = AwsClients.root(server);
    irelandClients = AwsClients.root(server, Region.of(IRELAND));
    mumbaiClients = AwsClients.root(server, Region.of(MUMBAI));
    home = homeClients.kms();
    ireland = irelandClients.kms();
    mumbai = mumbaiClients.kms();
  }

  @BeforeEach
  void createKey() {
    keyId = home.createKey(request -> request.multiRegion(true)).keyMetadata().keyId();
  }

  @AfterAll
  void close() {
    homeClients.close();
    irelandClients.close();
    mumbaiClients.close();
  }

  @Test
  void multiRegionKey_isAPrimaryKeyWithoutReplicas() {
    KeyMetadata key = describe(home);

    assertThat(keyId).matches("mrk-[0-9a-f]{32}");
    assertThat(key.multiRegion()).isTrue();
    assertThat(key.multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.PRIMARY);
    assertThat(key.multiRegionConfiguration().primaryKey()).isEqualTo(in(HOME));
    assertThat(key.multiRegionConfiguration().replicaKeys()).isEmpty();
  }

  @Test
  void replica_hasTheKeysIdAndItsOwnDescriptionPolicyAndTags() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
          "Principal": {"AWS": "arn:aws:iam::%s:root"}, "Action": "kms:*"}]}"""
            .formatted(LatchkeyServer.ACCOUNT_ID);
    Tag tag = Tag.builder().tagKey("team").tagValue("blue").build();

    ReplicateKeyResponse replicated =
        home.replicateKey(
            request ->
                request
                    .keyId(keyId)
                    .replicaRegion(IRELAND)
                    .description("in Ireland")
                    .policy(policy)
                    .tags(tag));

    KeyMetadata replica = replicated.replicaKeyMetadata();
    assertThat(replica.keyId()).isEqualTo(keyId);
    assertThat(replica.arn()).isEqualTo(in(IRELAND).arn());
    assertThat(replica.description()).isEqualTo("in Ireland");
    assertThat(replica.keyState()).isEqualTo(KeyState.ENABLED);
    assertThat(replica.currentKeyMaterialId()).isEqualTo(describe(home).currentKeyMaterialId());
    assertThat(replica.multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.REPLICA);
    assertThat(replica.multiRegionConfiguration().primaryKey()).isEqualTo(in(HOME));
    assertThat(replica.multiRegionConfiguration().replicaKeys()).containsExactly(in(IRELAND));
    assertThat(replicated.replicaPolicy()).isEqualTo(policy);
    assertThat(replicated.replicaTags()).containsExactly(tag);
    assertThat(describe(ireland)).isEqualTo(replica);
    assertThat(ireland.getKeyPolicy(request -> request.keyId(keyId)).policy()).isEqualTo(policy);
    assertThat(ireland.listResourceTags(request -> request.keyId(keyId)).tags())
        .containsExactly(tag);
    assertThat(describe(home).multiRegionConfiguration().replicaKeys())
        .containsExactly(in(IRELAND));
    assertThat(home.listResourceTags(request -> request.keyId(keyId)).tags()).isEmpty();
  }

  @Test
  void ciphertextOfOneRegion_decryptsInTheOthersBeforeAndAfterRotation() {
    replicateTo(IRELAND, MUMBAI);
    SdkBytes beforeRotation = encrypt(home);

    home.rotateKeyOnDemand(request -> request.keyId(keyId));

    SdkBytes afterRotation = encrypt(mumbai);
    for (KmsClient region : List.of(home, ireland, mumbai)) {
      assertThat(decrypt(region, beforeRotation)).isEqualTo(PLAINTEXT);
      assertThat(decrypt(region, afterRotation)).isEqualTo(PLAINTEXT);
      assertThat(decrypt(region, encrypt(ireland))).isEqualTo(PLAINTEXT);
      assertThat(describe(region).currentKeyMaterialId())
          .isEqualTo(describe(home).currentKeyMaterialId());
      assertThat(region.listKeyRotations(request -> request.keyId(keyId)).rotations()).hasSize(1);
    }
  }

  @Test
  void replicaMadeAfterRotation_hasAllMaterials() {
    SdkBytes old = encrypt(home);
    home.rotateKeyOnDemand(request -> request.keyId(keyId));

    replicateTo(IRELAND);

    assertThat(decrypt(ireland, old)).isEqualTo(PLAINTEXT);
    assertThat(decrypt(home, encrypt(ireland))).isEqualTo(PLAINTEXT);
  }

  @Test
  void signatureOfOneRegion_isVerifiedInAnother() {
    keyId =
        home.createKey(
                request ->
                    request
                        .multiRegion(true)
                        .keySpec(KeySpec.ECC_NIST_P256)
                        .keyUsage(KeyUsageType.SIGN_VERIFY))
            .keyMetadata()
            .keyId();
    replicateTo(IRELAND);
    SdkBytes signature =
        ireland
            .sign(
                request ->
                    request
                        .keyId(keyId)
                        .message(PLAINTEXT)
                        .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
            .signature();

    assertThat(
            home.verify(
                    request ->
                        request
                            .keyId(keyId)
                            .message(PLAINTEXT)
                            .signature(signature)
                            .signingAlgorithm(SigningAlgorithmSpec.ECDSA_SHA_256))
                .signatureValid())
        .isTrue();
    assertThat(ireland.getPublicKey(request -> request.keyId(keyId)).publicKey())
        .isEqualTo(home.getPublicKey(request -> request.keyId(keyId)).publicKey());
  }

  @Test
  void rotationSchedule_isThePrimaryKeysAndShownByItsReplicas() {
    home.enableKeyRotation(request -> request.keyId(keyId).rotationPeriodInDays(100));
    replicateTo(IRELAND);
    assertThat(rotationPeriod(ireland)).isEqualTo(100);

    home.enableKeyRotation(request -> request.keyId(keyId).rotationPeriodInDays(200));
    assertThat(rotationPeriod(ireland)).isEqualTo(200);

    assertRefused(
        "UnsupportedOperationException",
        () -> ireland.enableKeyRotation(request -> request.keyId(keyId)));
    assertRefused(
        "UnsupportedOperationException",
        () -> ireland.disableKeyRotation(request -> request.keyId(keyId)));
    assertRefused(
        "UnsupportedOperationException",
        () -> ireland.rotateKeyOnDemand(request -> request.keyId(keyId)));

    home.disableKeyRotation(request -> request.keyId(keyId));
    assertThat(rotationPeriod(ireland)).isNull();
  }

  @Test
  void whatIsNotAPrimaryKey_isNotReplicated() {
    String singleRegion = home.createKey().keyMetadata().keyId();
    replicateTo(IRELAND);

    assertRefused(
        "UnsupportedOperationException",
        () -> home.replicateKey(request -> request.keyId(singleRegion).replicaRegion(MUMBAI)));
    assertRefused(
        "UnsupportedOperationException",
        () -> ireland.replicateKey(request -> request.keyId(keyId).replicaRegion(MUMBAI)));
    for (String taken : List.of(IRELAND, HOME)) {
      assertRefused(
          "AlreadyExistsException",
          () -> home.replicateKey(request -> request.keyId(keyId).replicaRegion(taken)));
    }
    assertRefused(
        "ValidationException",
        () -> home.replicateKey(request -> request.keyId(keyId).replicaRegion("nowhere")));
  }

  @Test
  void stateOfOne_isItsOwn() {
    replicateTo(IRELAND);
    SdkBytes ciphertext = encrypt(home);

    ireland.disableKey(request -> request.keyId(keyId));

    assertThat(describe(home).keyState()).isEqualTo(KeyState.ENABLED);
    assertRefused("DisabledException", () -> decrypt(ireland, ciphertext));
    assertRefused(
        "DisabledException",
        () -> home.updatePrimaryRegion(request -> request.keyId(keyId).primaryRegion(IRELAND)));
    home.disableKey(request -> request.keyId(keyId));
    assertRefused(
        "DisabledException",
        () -> home.replicateKey(request -> request.keyId(keyId).replicaRegion(MUMBAI)));
  }

  @Test
  void primaryRegion_isUpdatedInAllRegions() {
    replicateTo(IRELAND, MUMBAI);
    SdkBytes ciphertext = encrypt(home);

    home.updatePrimaryRegion(request -> request.keyId(keyId).primaryRegion(IRELAND));

    for (KmsClient region : List.of(home, ireland, mumbai)) {
      assertThat(describe(region).multiRegionConfiguration().primaryKey()).isEqualTo(in(IRELAND));
      assertThat(describe(region).multiRegionConfiguration().replicaKeys())
          .containsExactlyInAnyOrder(in(HOME), in(MUMBAI));
      assertThat(decrypt(region, ciphertext)).isEqualTo(PLAINTEXT);
    }
    assertThat(describe(home).multiRegionConfiguration().multiRegionKeyType())
        .isEqualTo(MultiRegionKeyType.REPLICA);
    assertRefused(
        "UnsupportedOperationException",
        () -> home.rotateKeyOnDemand(request -> request.keyId(keyId)));
    ireland.rotateKeyOnDemand(request -> request.keyId(keyId));
    assertThat(decrypt(home, encrypt(mumbai))).isEqualTo(PLAINTEXT);
  }

  @Test
  void regionWithoutAReplica_doesNotBecomeThePrimary() {
    assertRefused(
        "NotFoundException",
        () -> home.updatePrimaryRegion(request -> request.keyId(keyId).primaryRegion(IRELAND)));
    replicateTo(IRELAND);
    assertRefused(
        "UnsupportedOperationException",
        () -> home.updatePrimaryRegion(request -> request.keyId(keyId).primaryRegion(HOME)));
    assertRefused(
        "UnsupportedOperationException",
        () -> ireland.updatePrimaryRegion(request -> request.keyId(keyId).primaryRegion(HOME)));
  }

  @Test
  void primaryKeyWithReplicas_isNotDeletedBeforeThem() {
    replicateTo(IRELAND);

    ScheduleKeyDeletionResponse scheduled =
        home.scheduleKeyDeletion(request -> request.keyId(keyId).pendingWindowInDays(7));

    assertThat(scheduled.keyState()).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
    assertThat(scheduled.deletionDate()).isNull();
    assertThat(scheduled.pendingWindowInDays()).isEqualTo(7);
    KeyMetadata primary = describe(home);
    assertThat(primary.keyState()).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
    assertThat(primary.deletionDate()).isNull();
    assertThat(primary.pendingDeletionWindowInDays()).isEqualTo(7);
    assertRefused("KMSInvalidStateException", () -> encrypt(home));
    assertThat(decrypt(ireland, encrypt(ireland))).isEqualTo(PLAINTEXT);

    assertThat(ireland.scheduleKeyDeletion(request -> request.keyId(keyId)).keyState())
        .isEqualTo(KeyState.PENDING_DELETION);
    assertRefused(
        "KMSInvalidStateException",
        () -> home.replicateKey(request -> request.keyId(keyId).replicaRegion(MUMBAI)));

    home.cancelKeyDeletion(request -> request.keyId(keyId));
    assertThat(describe(home).keyState()).isEqualTo(KeyState.DISABLED);
    assertThat(describe(home).pendingDeletionWindowInDays()).isNull();
  }

  @Test
  void policy_seesWhereAKeyIsReplicated() {
    String policy =
        """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Resource": "*",
           "Principal": {"AWS": "arn:aws:iam::%s:root"}, "Action": "kms:*"},
          {"Effect": "Deny", "Resource": "*", "Principal": {"AWS": "*"},
           "Action": "kms:ReplicateKey",
           "Condition": {"StringEquals": {"kms:ReplicaRegion": "ap-south-1"}}},
          {"Effect": "Deny", "Resource": "*", "Principal": {"AWS": "*"},
           "Action": "kms:UpdatePrimaryRegion",
           "Condition": {"StringEquals": {"kms:PrimaryRegion": "eu-west-1"}}},
          {"Effect": "Deny", "Resource": "*", "Principal": {"AWS": "*"},
           "Action": "kms:Encrypt",
           "Condition": {"StringEquals": {"kms:MultiRegionKeyType": "PRIMARY"}}}]}"""
            .formatted(LatchkeyServer.ACCOUNT_ID);
    home.putKeyPolicy(request -> request.keyId(keyId).policy(policy));
    replicateTo(IRELAND);

    assertRefused("AccessDeniedException", () -> replicateTo(MUMBAI));
    assertRefused(
        "AccessDeniedException",
        () -> home.updatePrimaryRegion(request -> request.keyId(keyId).primaryRegion(IRELAND)));
    assertRefused("AccessDeniedException", () -> encrypt(home));
    assertThat(decrypt(home, encrypt(ireland))).isEqualTo(PLAINTEXT);
  }

  @Test
  @RequiredTool(Tool.OPENSSL)
  void importedMaterial_isImportedIntoEachRegionAndRotatedInAll() {
    MaterialImport imports = new MaterialImport(home, new OpenSsl(folder));
    keyId =
        home.createKey(request -> request.multiRegion(true).origin(OriginType.EXTERNAL))
            .keyMetadata()
            .keyId();
    byte[] first = MaterialImport.random(AES_KEY_BYTES);
    byte[] second = MaterialImport.random(AES_KEY_BYTES);
    String firstId = imports.take(keyId, first).keyMaterialId();
    replicateTo(IRELAND);

    assertThat(describe(ireland).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertRefused("IncorrectKeyMaterialException", () -> imports.in(ireland).take(keyId, second));
    assertThat(imports.in(ireland).take(keyId, first).keyMaterialId()).isEqualTo(firstId);
    SdkBytes underFirst = encrypt(ireland);
    assertThat(decrypt(home, underFirst)).isEqualTo(PLAINTEXT);

    assertRefused(
        "KMSInvalidStateException", () -> home.rotateKeyOnDemand(request -> request.keyId(keyId)));
    assertRefused(
        "UnsupportedOperationException",
        () ->
            imports
                .in(ireland)
                .take(keyId, second, request -> request.importType(ImportType.NEW_KEY_MATERIAL)));
    String secondId =
        imports
            .take(keyId, second, request -> request.importType(ImportType.NEW_KEY_MATERIAL))
            .keyMaterialId();
    assertThat(latest(home).keyMaterialId()).isEqualTo(secondId);
    assertThat(latest(home).keyMaterialStateAsString())
        .isEqualTo("PENDING_MULTI_REGION_IMPORT_AND_ROTATION");
    assertThat(latest(ireland).importState()).isEqualTo(ImportState.PENDING_IMPORT);
    assertThat(describe(ireland).keyState()).isEqualTo(KeyState.ENABLED);
    assertRefused(
        "KMSInvalidStateException", () -> home.rotateKeyOnDemand(request -> request.keyId(keyId)));

    imports.in(ireland).take(keyId, second);
    assertThat(latest(home).keyMaterialStateAsString()).isEqualTo("PENDING_ROTATION");
    home.rotateKeyOnDemand(request -> request.keyId(keyId));

    for (KmsClient region : List.of(home, ireland)) {
      assertThat(describe(region).currentKeyMaterialId()).isEqualTo(secondId);
      assertThat(decrypt(region, underFirst)).isEqualTo(PLAINTEXT);
      assertThat(decrypt(region, encrypt(home))).isEqualTo(PLAINTEXT);
      assertThat(decrypt(region, encrypt(ireland))).isEqualTo(PLAINTEXT);
    }
    ireland.deleteImportedKeyMaterial(request -> request.keyId(keyId).keyMaterialId(firstId));
    assertThat(describe(ireland).keyState()).isEqualTo(KeyState.PENDING_IMPORT);
    assertThat(describe(home).keyState()).isEqualTo(KeyState.ENABLED);
  }

  private void replicateTo(String... regions) {
    for (String region : regions) {
      home.replicateKey(request -> request.keyId(keyId).replicaRegion(region));
    }
  }

  private KeyMetadata describe(KmsClient region) {
    return region.describeKey(request -> request.keyId(keyId)).keyMetadata();
  }

  private Integer rotationPeriod(KmsClient region) {
    return region.getKeyRotationStatus(request -> request.keyId(keyId)).rotationPeriodInDays();
  }

  private RotationsListEntry latest(KmsClient region) {
    return region
        .listKeyRotations(
            request -> request.keyId(keyId).includeKeyMaterial(IncludeKeyMaterial.ALL_KEY_MATERIAL))
        .rotations()
        .get(0);
  }

  private MultiRegionKey in(String region) {
    return MultiRegionKey.builder()
        .arn("arn:aws:kms:%s:%s:key/%s".formatted(region, LatchkeyServer.ACCOUNT_ID, keyId))
        .region(region)
        .build();
  }

  private SdkBytes encrypt(KmsClient region) {
    return region
        .encrypt(request -> request.keyId(keyId).plaintext(PLAINTEXT).encryptionContext(CONTEXT))
        .ciphertextBlob();
  }

  private static SdkBytes decrypt(KmsClient region, SdkBytes ciphertext) {
    return region
        .decrypt(request -> request.ciphertextBlob(ciphertext).encryptionContext(CONTEXT))
        .plaintext();
  }
}
