package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalInformationTest {

  private static final Instant NOW = Instant.parse("2026-05-01T10:00:00Z");

  /** RFC 9773 section 4.3. */
  @ParameterizedTest
  @CsvSource({"PT0S, PT1M", "PT-1H, PT1M", "PT2H, PT2H", "PT24H, PT24H", "P30D, P1D"})
  void timeToAskAgain_isWithinBounds(Duration asked, Duration kept) {
    assertThat(RenewalInformation.again(NOW.plus(asked), NOW)).isEqualTo(NOW.plus(kept));
  }

  @Test
  void caThatNamesNoTime_isAskedFourTimesADay() {
    assertThat(RenewalInformation.again(null, NOW)).isEqualTo(NOW.plus(Duration.ofHours(6)));
  }
}
