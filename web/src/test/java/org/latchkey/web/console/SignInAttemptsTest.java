package org.latchkey.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.web.console.SignInAttempts.Origin;

@SuppressWarnings("UnnecessaryAssignment") // outside the container nobody else sets the clock
class SignInAttemptsTest {

  private static final Origin ORIGIN = new Origin("123456789012", "root", "192.0.2.1");

  private final SignInAttempts attempts = new SignInAttempts();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");

  @BeforeEach
  void setClock() {
    attempts.clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneId getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
          }
        };
  }

  @Test
  void firstFailures_delayNothing() {
    fail(3);

    assertThat(attempts.begin(ORIGIN)).isZero();
  }

  @Test
  void furtherFailures_doubleTheDelay() {
    fail(4);
    assertThat(attempts.begin(ORIGIN)).isEqualTo(Duration.ofSeconds(1));

    now = now.plusSeconds(1);
    fail(1);
    assertThat(attempts.begin(ORIGIN)).isEqualTo(Duration.ofSeconds(2));

    now = now.plusSeconds(2);
    fail(1);
    assertThat(attempts.begin(ORIGIN)).isEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void delay_isNeverLongerThanAQuarterOfAnHour() {
    for (int i = 0; i < 40; i++) {
      now = now.plus(attempts.begin(ORIGIN));
    }

    assertThat(attempts.begin(ORIGIN)).isBetween(Duration.ZERO, Duration.ofMinutes(15));
    assertThat(attempts.begin(ORIGIN)).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void attemptWhileDelayed_doesNotProlongTheDelay() {
    fail(4);
    attempts.begin(ORIGIN);
    attempts.begin(ORIGIN);

    now = now.plusSeconds(1);

    assertThat(attempts.begin(ORIGIN)).isZero();
  }

  @Test
  void success_forgetsTheFailures() {
    fail(4);
    now = now.plusSeconds(1);
    fail(1);

    attempts.succeeded(ORIGIN);

    fail(3);
    assertThat(attempts.begin(ORIGIN)).isZero();
  }

  @Test
  void anHourAfterTheDelay_failuresAreForgotten() {
    fail(4);
    now = now.plus(Duration.ofHours(1)).plusSeconds(2);

    fail(3);

    assertThat(attempts.begin(ORIGIN)).isZero();
  }

  @Test
  void otherUserOrAddress_isNotDelayed() {
    fail(4);

    assertThat(attempts.begin(new Origin("123456789012", "root", "192.0.2.2"))).isZero();
    assertThat(attempts.begin(new Origin("123456789012", "ann", "192.0.2.1"))).isZero();
    assertThat(attempts.begin(new Origin("210987654321", "root", "192.0.2.1"))).isZero();
  }

  @Test
  void memory_holdsTheMostRecentOnly() {
    fail(4);
    for (int i = 0; i < 10_000; i++) {
      attempts.begin(new Origin("123456789012", "user" + i, "192.0.2.1"));
    }

    assertThat(attempts.begin(ORIGIN)).isZero();
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      assertThat(attempts.begin(ORIGIN)).isZero();
    }
  }
}
