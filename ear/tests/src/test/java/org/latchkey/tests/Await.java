package org.latchkey.tests;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.Assertions;

/** Waits for conditions that only asking can tell of. */
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(50);

  private Await() {}

  /** Returns when the condition holds; fails with its description where that takes too long. */
  static void until(String description, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        Assertions.fail("Not within %s: %s", PATIENCE, description);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
