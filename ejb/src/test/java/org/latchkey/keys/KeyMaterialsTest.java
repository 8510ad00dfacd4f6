package org.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;

/** A key whose material is imported, or shared with relatives. */
class KeyMaterialsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Instant LATER = NOW.plus(Duration.ofDays(1));
  private static final byte[] WRAPPED = {1, 2, 3};
  private static final String ONE = "1".repeat(64);
  private static final String TWO = "2".repeat(64);

  private static Key key(Origin origin, boolean multiRegion) {
    return new Key(
        multiRegion ? "mrk-1" : "1",
        "123456789012",
        "us-east-1",
        KeySpec.SYMMETRIC_DEFAULT,
        KeyUsage.ENCRYPT_DECRYPT,
        origin,
        KeyManagerType.CUSTOMER,
        "a key",
        multiRegion,
        "{}",
        Map.of("of", "the primary"),
        NOW);
  }

  private static Key replica(Key primary) {
    return Key.replica(primary, "eu-west-1", "a replica", "{}", Map.of(), LATER);
  }

  @Nested
  class WithImportedMaterial {

    private final Key key = key(Origin.EXTERNAL, false);

    private Material imported(String id, @Nullable Instant expires) {
      Material material = key.associate(id, NOW);
      material.provide(WRAPPED, null, expires);
      return material;
    }

    @Test
    void state_isPendingImportUntilTheMaterialIsThere() {
      assertThat(key.stateAt(NOW)).isEqualTo(KeyState.PENDING_IMPORT);

      imported(ONE, null);

      assertThat(key.stateAt(NOW)).isEqualTo(KeyState.ENABLED);
      assertThat(key.currentMaterial()).isEqualTo(1);
    }

    @Test
    void state_isPendingImportFromTheMomentOfExpiryOn() {
      imported(ONE, LATER);

      assertThat(key.stateAt(LATER.minusNanos(1))).isEqualTo(KeyState.ENABLED);
      assertThat(key.stateAt(LATER)).isEqualTo(KeyState.PENDING_IMPORT);
      key.disable();
      assertThat(key.stateAt(LATER)).isEqualTo(KeyState.PENDING_IMPORT);
      key.scheduleDeletion(LATER, 7);
      assertThat(key.stateAt(LATER)).isEqualTo(KeyState.PENDING_DELETION);
    }

    @Test
    void expiry_isTheFirstOfTheMaterialsThatAreThere() {
      imported(ONE, LATER);
      key.makeCurrent(imported(TWO, LATER.plusSeconds(1)));

      assertThat(key.firstExpiry(NOW)).isEqualTo(LATER);
      assertThat(key.expirationModel(NOW)).isEqualTo(ExpirationModel.KEY_MATERIAL_EXPIRES);
      assertThat(key.firstExpiry(LATER)).isEqualTo(LATER.plusSeconds(1));
      assertThat(key.firstExpiry(LATER.plusSeconds(1))).isNull();
      assertThat(key.expirationModel(LATER.plusSeconds(1))).isNull();
    }

    @Test
    void materialThatDoesNotExpire_hasAnExpirationModelAsWell() {
      assertThat(key.expirationModel(NOW)).isNull();

      imported(ONE, null);

      assertThat(key.expirationModel(NOW)).isEqualTo(ExpirationModel.KEY_MATERIAL_DOES_NOT_EXPIRE);
      assertThat(key(Origin.AWS_KMS, false).expirationModel(NOW)).isNull();
    }

    @Test
    void eraseExpired_takesTheBytesAndKeepsTheId() {
      imported(ONE, LATER);

      assertThat(key.eraseExpired(LATER.minusNanos(1))).isFalse();
      assertThat(key.eraseExpired(LATER)).isTrue();
      assertThat(key.eraseExpired(LATER)).isFalse();

      assertThat(key.material(ONE).orElseThrow().wrapped()).isNull();
      assertThat(key.stateAt(NOW)).isEqualTo(KeyState.PENDING_IMPORT);
    }

    @Test
    void laterMaterial_waitsForItsRotation() {
      imported(ONE, null);
      Material second = imported(TWO, LATER);

      assertThat(key.currentMaterial()).isEqualTo(1);
      assertThat(key.pendingMaterial()).contains(second);
      assertThat(key.stateAt(LATER)).as("it is not the key's yet").isEqualTo(KeyState.ENABLED);

      key.makeCurrent(second);

      assertThat(key.pendingMaterial()).isEmpty();
      assertThat(key.stateAt(LATER)).isEqualTo(KeyState.PENDING_IMPORT);
    }

    @Test
    void olderMaterial_isNeededAsWell() {
      Material first = imported(ONE, null);
      key.makeCurrent(imported(TWO, null));

      first.erase();

      assertThat(key.stateAt(NOW)).isEqualTo(KeyState.PENDING_IMPORT);
    }
  }

  @Nested
  class OfSeveralRegions {

    @Test
    void replica_sharesIdMaterialsAndRotationAlone() {
      Key primary = key(Origin.AWS_KMS, true);
      primary.add(ONE, WRAPPED, null, NOW);
      primary.add(TWO, WRAPPED, null, LATER).rotatedIn(RotationType.ON_DEMAND, LATER);
      primary.enableRotation(90, NOW);

      Key replica = replica(primary);

      assertThat(replica.keyId()).isEqualTo(primary.keyId());
      assertThat(replica.isPrimary()).isFalse();
      assertThat(primary.isPrimary()).isTrue();
      assertThat(replica.currentMaterial()).isEqualTo(2);
      assertThat(replica.materials())
          .usingRecursiveFieldByFieldElementComparatorIgnoringFields("rowId", "key")
          .isEqualTo(primary.materials());
      assertThat(replica.rotationPeriod()).isEqualTo(90);
      assertThat(replica.nextRotationAt()).isEqualTo(primary.nextRotationAt());
      assertThat(replica.rotationDue(NOW.plus(Duration.ofDays(91)))).isFalse();
      assertThat(primary.rotationDue(NOW.plus(Duration.ofDays(91)))).isTrue();
    }

    @Test
    void replica_hasImportedMaterialByItsIdAlone() {
      Key primary = key(Origin.EXTERNAL, true);
      primary.associate(ONE, NOW).provide(WRAPPED, null, LATER);

      Key replica = replica(primary);

      Material material = replica.material(ONE).orElseThrow();
      assertThat(material.number()).isEqualTo(1);
      assertThat(material.wrapped()).isNull();
      assertThat(material.expiresAt()).isNull();
      assertThat(replica.stateAt(NOW)).isEqualTo(KeyState.PENDING_IMPORT);
      assertThat(primary.stateAt(NOW)).isEqualTo(KeyState.ENABLED);
    }

    @Test
    void primary_waitsForItsReplicasBeforeItsOwnWaitingPeriod() {
      Key primary = key(Origin.AWS_KMS, true);
      primary.add(ONE, WRAPPED, null, NOW);
      primary.scheduleDeletionAfterReplicas(7);

      assertThat(primary.stateAt(NOW)).isEqualTo(KeyState.PENDING_REPLICA_DELETION);
      assertThat(primary.deletionDue(NOW.plus(Duration.ofDays(1_000)))).isFalse();

      primary.beginWaitingPeriod(LATER);

      assertThat(primary.stateAt(LATER)).isEqualTo(KeyState.PENDING_DELETION);
      assertThat(primary.deletionAt()).isEqualTo(LATER.plus(Duration.ofDays(7)));
    }

    @Test
    void primaryThatIsNotToBeDeleted_staysWhenItsReplicasAreGone() {
      Key primary = key(Origin.AWS_KMS, true);
      primary.add(ONE, WRAPPED, null, NOW);

      primary.beginWaitingPeriod(LATER);

      assertThat(primary.stateAt(LATER)).isEqualTo(KeyState.ENABLED);
    }
  }
}
