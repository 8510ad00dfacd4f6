package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReencryptionTest {

  private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");

  private final Reencryption ofOneRegion =
      new Reencryption(
          "1", "123456789012", "123456789012", "us-east-1", Reencryption.NEW_KEY, START);
  private final Reencryption ofAll =
      new Reencryption("2", null, null, null, Reencryption.CURRENT_MATERIAL, START);

  @Test
  void scope_isAnAccountInARegionOrEverything() {
    assertThat(ofOneRegion.covers("123456789012", "us-east-1")).isTrue();
    assertThat(ofOneRegion.covers("123456789012", "eu-west-1")).isFalse();
    assertThat(ofOneRegion.covers("210987654321", "us-east-1")).isFalse();
    assertThat(ofAll.covers("210987654321", "eu-west-1")).isTrue();
  }

  @Test
  void estimate_needsAPace() {
    ofAll.counted(100, "123456789012", "us-east-1", "m", "z");
    ofAll.allCounted();

    assertThat(ofAll.estimatedEnd(START.plus(Duration.ofMinutes(1)))).isEmpty();
    assertThat(ofAll.total()).isEqualTo(100);
  }

  @Test
  void count_goesOnWhereItWasAndIsATotalAtItsEndAlone() {
    ofAll.counted(5_000, "123456789012", "us-east-1", "m", "y");
    assertThat(ofAll.total()).isNull();
    assertThat(ofAll.countAfter()).isEqualTo("y");

    ofAll.counted(12, "210987654321", "eu-west-1", "n", "z");
    ofAll.allCounted();

    assertThat(ofAll.total()).isEqualTo(5_012);
    assertThat(ofAll.countAccount()).isEqualTo("210987654321");
    assertThat(ofAll.countRegion()).isEqualTo("eu-west-1");
    assertThat(ofAll.countMaterial()).isEqualTo("n");
    assertThat(ofAll.countAfter()).isEqualTo("z");
  }

  @Test
  void verification_beginsAnewEachTime() {
    ofAll.verify();
    ofAll.verified(90, 10, "123456789012", "us-east-1", "z");
    assertThat(ofAll.verified()).isEqualTo(90);
    assertThat(ofAll.remaining()).isEqualTo(10);
    assertThat(ofAll.verifyAfter()).isEqualTo("z");

    ofAll.pause();
    ofAll.resume(START.plus(Duration.ofHours(1)));
    assertThat(ofAll.status()).isEqualTo(ReencryptionStatus.RUNNING);
    ofAll.verify();

    assertThat(ofAll.verified()).isZero();
    assertThat(ofAll.remaining()).isZero();
    assertThat(ofAll.verifyAfter()).isEmpty();
  }

  @Test
  void end_isNotedAndWhatHasAnOutcomeIsAllThereWas() {
    ofAll.counted(3, "123456789012", "us-east-1", "m", "z");
    ofAll.allCounted();

    ofAll.complete(START.plus(Duration.ofHours(2)));

    assertThat(ofAll.status()).isEqualTo(ReencryptionStatus.COMPLETED);
    assertThat(ofAll.endedAt()).isEqualTo(START.plus(Duration.ofHours(2)));
    assertThat(ofAll.estimatedEnd(START)).isEmpty();
    assertThat(ofAll.total()).isEqualTo(ofAll.done());
  }
}
