package org.latchkey.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.web.console.Expiry.Urgency;

class ExpiryTest {

  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "P395D, in 395 days, NONE",
    "P46D, in 46 days, NONE",
    "P45DT23H, in 45 days, SOON",
    "P1D, in 1 day, SOON",
    "PT1H, in less than a day, SOON",
    "PT-1H, expired today, PAST",
    "P-1D, expired 1 day ago, PAST",
    "P-20D, expired 20 days ago, PAST"
  })
  void end_isSaidInDays(Duration fromNow, String sentence, Urgency urgency) {
    assertThat(Expiry.of(NOW.plus(fromNow), NOW)).isEqualTo(new Expiry(sentence, urgency));
  }

  @Test
  void thisVeryMoment_isNotPast() {
    assertThat(Expiry.of(NOW, NOW).urgency()).isEqualTo(Urgency.SOON);
  }
}
