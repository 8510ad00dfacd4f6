package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

/** What becomes of a primary key when its last replica has been deleted. */
@Tag("postgresql")
@ExtendWith(LatchkeyExtension.class)
class MultiRegionDeletionIT {
  private static final String IRELAND = "eu-west-1";
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  @Test
  void lastReplicaDeleted_beginsThePrimaryKeysWaitingPeriodOrLeavesItBe(LatchkeyServer server) {
    try (RootUser root = new RootUser(server);
        AwsClients home = AwsClients.root(server);
        AwsClients ireland = AwsClients.root(server, Region.of(IRELAND))) {
      String doomed = keyWithReplica(home.kms());
      String kept = keyWithReplica(home.kms());
      SdkBytes ciphertext =
          ireland.kms().encrypt(r -> r.keyId(kept).plaintext(PLAINTEXT)).ciphertextBlob();
      home.kms().scheduleKeyDeletion(r -> r.keyId(doomed).pendingWindowInDays(7));
      ireland.kms().scheduleKeyDeletion(r -> r.keyId(doomed));
      ireland.kms().scheduleKeyDeletion(r -> r.keyId(kept));

      server.edit(() -> new KeyRows(server, IRELAND).makeDeletionsDue(doomed, kept));
      JobsClient jobs = new JobsClient(root.latchkey());
      jobs.awaitCompleted(jobs.startWhenFree(JobsClient.DELETE));

      for (String keyId : new String[] {doomed, kept}) {
        assertRefused("NotFoundException", () -> ireland.kms().describeKey(r -> r.keyId(keyId)));
      }
      KeyMetadata primary = describe(home.kms(), doomed);
      assertThat(primary.keyState()).isEqualTo(KeyState.PENDING_DELETION);
      assertThat(primary.deletionDate())
          .isBetween(
              Instant.now().plus(Duration.ofDays(7)).minus(Duration.ofMinutes(5)),
              Instant.now().plus(Duration.ofDays(7)));
      assertThat(primary.pendingDeletionWindowInDays()).isNull();

      assertThat(describe(home.kms(), kept).keyState()).isEqualTo(KeyState.ENABLED);
      assertThat(describe(home.kms(), kept).multiRegionConfiguration().replicaKeys()).isEmpty();
      home.kms().replicateKey(r -> r.keyId(kept).replicaRegion(IRELAND));
      assertThat(ireland.kms().decrypt(r -> r.ciphertextBlob(ciphertext)).plaintext())
          .isEqualTo(PLAINTEXT);
    }
  }

  private static String keyWithReplica(KmsClient home) {
    String keyId = home.createKey(r -> r.multiRegion(true)).keyMetadata().keyId();
    home.replicateKey(r -> r.keyId(keyId).replicaRegion(IRELAND));
    return keyId;
  }

  private static KeyMetadata describe(KmsClient region, String keyId) {
    return region.describeKey(r -> r.keyId(keyId)).keyMetadata();
  }
}
