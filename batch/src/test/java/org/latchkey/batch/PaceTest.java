package org.latchkey.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  @Test
  void halfPace_restsAsLongAsItWorks() {
    assertThat(Pace.HALF.after(Duration.ofMillis(80))).isEqualTo(Duration.ofMillis(80));
    assertThat(Pace.FULL.after(Duration.ofMillis(80))).isZero();
  }

  @Test
  void rest_isShorterThanTheLease() {
    assertThat(Pace.HALF.after(Duration.ofMinutes(5))).isEqualTo(Duration.ofSeconds(1));
  }
}
