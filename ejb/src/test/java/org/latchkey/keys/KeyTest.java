package org.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;

/** When a key is rotated and deleted. */
class KeyTest {

  private static final Instant BEGIN = Instant.parse("2026-11-22T10:00:00Z");

  private final Key key =
      new Key(
          "1234abcd-12ab-34cd-56ef-1234567890ab",
          "123456789012",
          "us-east-1",
          KeySpec.SYMMETRIC_DEFAULT,
          KeyUsage.ENCRYPT_DECRYPT,
          Origin.AWS_KMS,
          KeyManagerType.CUSTOMER,
          "",
          false,
          "{}",
          Map.of(),
          BEGIN);

  private static Instant day(long days) {
    return BEGIN.plus(Duration.ofDays(days));
  }

  @Test
  void enabledRotation_isDueWhenThePeriodHasPassed() {
    assertThat(key.rotationDue(day(10_000))).isFalse();

    key.enableRotation(90, BEGIN);

    assertThat(key.rotationDue(day(90).minusMillis(1))).isFalse();
    assertThat(key.rotationDue(day(90))).isTrue();
  }

  @Test
  void disabledRotation_isNeverDue() {
    key.enableRotation(90, BEGIN);

    key.disableRotation();

    assertThat(key.rotationDue(day(10_000))).isFalse();
    assertThat(key.rotationPeriod()).isNull();
  }

  @Test
  void periodChangedInItsMiddle_countsFromItsBegin() {
    key.enableRotation(100, BEGIN);

    key.enableRotation(200, day(50));

    assertThat(key.nextRotationAt()).isEqualTo(day(200));
  }

  @Test
  void rotationEnabledAfterItWasDisabled_countsFromThen() {
    key.enableRotation(100, BEGIN);
    key.disableRotation();

    key.enableRotation(100, day(50));

    assertThat(key.nextRotationAt()).isEqualTo(day(150));
  }

  @Test
  void rotatedKey_isDueAgainAtTheNextDateOfItsSchedule() {
    key.enableRotation(90, BEGIN);

    key.skipToNextRotation(day(91));
    assertThat(key.nextRotationAt()).isEqualTo(day(180));

    key.skipToNextRotation(day(400));
    assertThat(key.nextRotationAt()).isEqualTo(day(450));
  }

  @Test
  void disabledKey_isRotatedOnlyOnceItIsEnabled() {
    key.enableRotation(90, BEGIN);
    key.disable();
    assertThat(key.rotationDue(day(100))).isFalse();

    key.enable();

    assertThat(key.rotationDue(day(100))).isTrue();
  }

  @Test
  void scheduledDeletion_isDueWhenTheWaitingPeriodHasPassed() {
    assertThat(key.deletionDue(day(10_000))).isFalse();

    key.scheduleDeletion(day(7), 7);

    assertThat(key.deletionDue(day(7).minusMillis(1))).isFalse();
    assertThat(key.deletionDue(day(7))).isTrue();

    key.cancelDeletion();

    assertThat(key.deletionDue(day(7))).isFalse();
    assertThat(key.state()).isEqualTo(KeyState.DISABLED);
  }

  @Test
  void keyToBeDeleted_isNotRotatedButKeepsItsSchedule() {
    key.enableRotation(90, BEGIN);
    key.scheduleDeletion(day(130), 30);
    assertThat(key.rotationDue(day(100))).isFalse();

    key.cancelDeletion();
    key.enable();

    assertThat(key.rotationDue(day(100))).isTrue();
  }

  @Test
  void onDemandRotations_areCountedApartFromAutomaticOnes() {
    key.add("first", new byte[0], null, BEGIN);
    key.add("second", new byte[0], null, day(1)).rotatedIn(RotationType.AUTOMATIC, day(1));
    key.add("third", new byte[0], null, day(2)).rotatedIn(RotationType.ON_DEMAND, day(2));

    assertThat(key.onDemandRotations()).isEqualTo(1);
    assertThat(key.currentMaterial()).isEqualTo(3);
    assertThat(key.materials()).extracting(Material::number).containsExactly(1, 2, 3);
  }
}
