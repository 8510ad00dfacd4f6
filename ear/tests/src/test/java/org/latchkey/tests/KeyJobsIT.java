package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.tests.JobsClient.Execution;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.GrantOperation;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.RotationType;
import software.amazon.awssdk.services.kms.model.RotationsListEntry;
import software.amazon.awssdk.services.kms.model.Tag;

/**
 * What happens to keys when their time has come: rotation and deletion, started by the timer where
 * the server was started again for time to pass.
 */
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KeyJobsIT {
  private static final String ROOT = "arn:aws:iam::" + LatchkeyServer.ACCOUNT_ID + ":root";
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");
  private static final List<String> TABLES =
      List.of("key_material", "key_alias", "key_tag", "key_grant", "key_last_usage");

  private LatchkeyServer server;
  private RootUser root;
  private KmsClient kms;
  private JobsClient jobs;
  private KeyRows rows;

  private List<Execution> rotationsBefore = List.of();
  private List<Execution> deletionsBefore = List.of();
  private String rotated = "";
  private String disabled = "";
  private String kept = "";
  private String managed = "";
  private String deleted = "";
  private String deletedAlias = "";
  private long deletedRow;
  private @Nullable String lastUseOfDeleted;
  private SdkBytes ofRotated = PLAINTEXT;
  private SdkBytes ofDisabled = PLAINTEXT;
  private SdkBytes ofDeleted = PLAINTEXT;

  @BeforeAll
  void makeKeys(LatchkeyServer shared) {
    server = shared;
    root = new RootUser(server);
    kms = root.kms();
    jobs = new JobsClient(root.latchkey());
    rows = new KeyRows(server, LatchkeyServer.REGION);
    rotated = keyWithRotation();
    ofRotated = encrypt(rotated);
    disabled = keyWithRotation();
    ofDisabled = encrypt(disabled);
    kms.disableKey(request -> request.keyId(disabled));
    root.certificate();
    managed = kms.describeKey(request -> request.keyId("alias/aws/acm")).keyMetadata().keyId();
    makeKeyToDelete();
    kept = newKey();
    kms.scheduleKeyDeletion(request -> request.keyId(kept).pendingWindowInDays(7));
    kms.cancelKeyDeletion(request -> request.keyId(kept));
    rotationsBefore = jobs.list(JobsClient.ROTATE);
    deletionsBefore = jobs.list(JobsClient.DELETE);
    server.edit(this::letTimePass);
    if (Database.current() == Database.POSTGRESQL) {
      jobs.startWhenFree(JobsClient.ROTATE);
      jobs.startWhenFree(JobsClient.DELETE);
    }
  }

  private void letTimePass() {
    deletedRow = rows.row(deleted);
    if (server.isAlive()) {
      Await.until("the last use is written down", () -> rows.lastUse(deletedRow) != null);
    }
    lastUseOfDeleted = rows.lastUse(deletedRow);
    for (String table : TABLES) {
      assertThat(rows.count(table, deletedRow)).as(table).isPositive();
    }
    rows.makeRotationsDue(rotated, disabled, managed);
    rows.makeDeletionsDue(deleted, kept);
  }

  private void makeKeyToDelete() {
    deleted = newKey();
    deletedAlias = "alias/" + UUID.randomUUID();
    kms.createAlias(request -> request.aliasName(deletedAlias).targetKeyId(deleted));
    kms.tagResource(
        request ->
            request.keyId(deleted).tags(Tag.builder().tagKey("team").tagValue("blue").build()));
    kms.createGrant(
        request ->
            request
                .keyId(deleted)
                .granteePrincipal(ROOT)
                .retiringPrincipal(ROOT)
                .operations(GrantOperation.DECRYPT));
    kms.rotateKeyOnDemand(request -> request.keyId(deleted));
    ofDeleted = encrypt(deleted);
    kms.scheduleKeyDeletion(request -> request.keyId(deleted).pendingWindowInDays(7));
  }

  @AfterAll
  void close() {
    root.close();
  }

  @Test
  @Order(0)
  void lastUse_isWrittenDownAtTheLatestWhenTheServerStops() {
    assertThat(lastUseOfDeleted).isEqualTo("Encrypt");
  }

  @Test
  @Order(1)
  void dueKeys_areRotatedAndDeleted() {
    assertThat(jobs.awaitRunsSince(JobsClient.ROTATE, rotationsBefore))
        .containsEntry("Rotated", 2L)
        .containsEntry("Skipped", 0L)
        .containsEntry("Failed", 0L);
    assertThat(jobs.awaitRunsSince(JobsClient.DELETE, deletionsBefore))
        .containsEntry("Deleted", 1L)
        .containsEntry("Skipped", 0L)
        .containsEntry("Failed", 0L);
  }

  @Test
  @Order(2)
  void rotatedKey_hasNewMaterialAndDecryptsWhatIsUnderTheOld() {
    assertRotatedOnce(rotated, 90);
    assertThat(decrypt(ofRotated)).isEqualTo(PLAINTEXT);
    SdkBytes after = encrypt(rotated);
    assertThat(materialOf(after)).isNotEqualTo(materialOf(ofRotated));
    assertThat(decrypt(after)).isEqualTo(PLAINTEXT);
  }

  @Test
  @Order(3)
  void keyOfAService_isRotatedYearly() {
    assertRotatedOnce(managed, 365);
    assertRefused(
        "AccessDeniedException", () -> kms.disableKeyRotation(request -> request.keyId(managed)));
    assertRefused(
        "AccessDeniedException", () -> kms.rotateKeyOnDemand(request -> request.keyId(managed)));
  }

  private void assertRotatedOnce(String keyId, int days) {
    List<RotationsListEntry> rotations =
        kms.listKeyRotations(request -> request.keyId(keyId)).rotations();
    assertThat(rotations)
        .singleElement()
        .satisfies(
            rotation -> {
              assertThat(rotation.rotationType()).isEqualTo(RotationType.AUTOMATIC);
              assertThat(rotation.rotationDate()).isBefore(Instant.now());
            });
    GetKeyRotationStatusResponse status = kms.getKeyRotationStatus(request -> request.keyId(keyId));
    assertThat(status.keyRotationEnabled()).isTrue();
    assertThat(status.rotationPeriodInDays()).isEqualTo(days);
    assertThat(status.nextRotationDate())
        .isBetween(
            Instant.now().plus(Duration.ofDays(days - 2)),
            Instant.now().plus(Duration.ofDays(days)));
  }

  @Test
  @Order(4)
  void disabledKey_isRotatedOnceItIsEnabledAgain() {
    assertThat(kms.listKeyRotations(request -> request.keyId(disabled)).rotations()).isEmpty();
    List<Execution> before = jobs.list(JobsClient.ROTATE);
    kms.enableKey(request -> request.keyId(disabled));

    jobs.startWhenFree(JobsClient.ROTATE);

    assertThat(jobs.awaitRunsSince(JobsClient.ROTATE, before))
        .containsEntry("Rotated", 1L)
        .containsEntry("Failed", 0L);
    assertRotatedOnce(disabled, 90);
    assertThat(decrypt(ofDisabled)).isEqualTo(PLAINTEXT);
  }

  @Test
  @Order(5)
  void deletedKey_isGone() {
    String gone = "NotFoundException";
    assertRefused(gone, () -> kms.describeKey(request -> request.keyId(deleted)));
    assertRefused(gone, () -> kms.describeKey(request -> request.keyId(deletedAlias)));
    assertRefused(gone, () -> kms.cancelKeyDeletion(request -> request.keyId(deleted)));
    assertRefused(gone, () -> kms.listGrants(request -> request.keyId(deleted)));
    assertRefused(gone, () -> encrypt(deleted));
    assertRefused(
        gone, () -> kms.decrypt(request -> request.ciphertextBlob(ofDeleted).keyId(deleted)));
    assertRefused("AccessDeniedException", () -> decrypt(ofDeleted));
    assertThat(kms.listKeysPaginator().keys().stream().map(KeyListEntry::keyId))
        .contains(kept)
        .doesNotContain(deleted);
    assertThat(
            kms.listRetirableGrants(request -> request.retiringPrincipal(ROOT)).grants().stream())
        .noneMatch(grant -> grant.keyId().contains(deleted));
    assertThat(kms.listAliasesPaginator().aliases().stream())
        .noneMatch(alias -> alias.aliasName().equals(deletedAlias));
  }

  @Test
  @Order(6)
  void keyWhoseDeletionWasCancelled_isKept() {
    assertThat(kms.describeKey(request -> request.keyId(kept)).keyMetadata().keyState())
        .isEqualTo(KeyState.DISABLED);
  }

  @Test
  @Order(7)
  void jobWithNothingToDo_completes() {
    assertThat(jobs.awaitCompleted(jobs.startWhenFree(JobsClient.DELETE)).counts())
        .containsEntry("Deleted", 0L)
        .containsEntry("Failed", 0L);
  }

  @Test
  @Order(8)
  void rotationsAndDeletions_areAudited() {
    List<String> audit = new AuditTrail(server).lines().toList();

    assertThat(audit)
        .anyMatch(
            line ->
                line.contains("\"eventName\":\"RotateKey\"")
                    && line.contains("/AWSServiceRoleForKeyManagementService\"")
                    && line.contains(rotated));
    assertThat(audit)
        .anyMatch(line -> line.contains("\"eventName\":\"DeleteKey\"") && line.contains(deleted));
  }

  @Test
  @Order(9)
  @org.junit.jupiter.api.Tag("postgresql") // whose rows can be reached while the server runs
  void deletedKey_hasLeftNoRow() {
    for (String table : TABLES) {
      assertThat(rows.count(table, deletedRow)).as(table).isZero();
    }
    assertThat(rows.count("key_material", rows.row(rotated))).isEqualTo(2);
  }

  private String keyWithRotation() {
    String keyId = newKey();
    kms.enableKeyRotation(request -> request.keyId(keyId).rotationPeriodInDays(90));
    return keyId;
  }

  private String newKey() {
    return kms.createKey().keyMetadata().keyId();
  }

  private SdkBytes encrypt(String keyId) {
    return kms.encrypt(request -> request.keyId(keyId).plaintext(PLAINTEXT)).ciphertextBlob();
  }

  private SdkBytes decrypt(SdkBytes ciphertext) {
    return kms.decrypt(request -> request.ciphertextBlob(ciphertext)).plaintext();
  }

  private String materialOf(SdkBytes ciphertext) {
    return kms.decrypt(request -> request.ciphertextBlob(ciphertext)).keyMaterialId();
  }
}
