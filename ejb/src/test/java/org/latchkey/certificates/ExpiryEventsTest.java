package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExpiryEventsTest {

  private static final Instant END = Instant.parse("2027-03-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "PT1080H, PT1056H", // 45 days: tomorrow at the same time
    "PT1079H, PT1056H",
    "PT25H, PT24H",
    "PT24H, PT0S",
    "PT1H, PT0S"
  })
  void nextEvent_isAWholeNumberOfDaysBeforeTheEnd(Duration left, Duration nextLeft) {
    assertThat(ExpiryEvents.next(END.minus(left), END)).isEqualTo(END.minus(nextLeft));
  }

  @Test
  void days_areWholeAndNeverNegative() {
    assertThat(CertificateEvents.daysBetween(END.minus(Duration.ofHours(49)), END)).isEqualTo(2);
    assertThat(CertificateEvents.daysBetween(END.plusSeconds(1), END)).isZero();
  }
}
