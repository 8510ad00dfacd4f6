package org.latchkey.web.console;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Slows down the guessing of passwords: after a few failures of one user from one address, each
 * further attempt has to wait twice as long as the one before, up to a quarter of an hour.
 *
 * <p>Kept in memory, for the most recent 10,000 pairs of user and address. Pushing a pair out of
 * there takes as many attempts, each of which costs the verification of a password.
 */
@ApplicationScoped
class SignInAttempts {

  /** Who tries to sign in as whom. */
  record Origin(String account, String userName, @Nullable String sourceIp) {}

  private record Failures(int count, Instant blockedUntil) {}

  private static final int FREE = 4;
  private static final int MOST_REMEMBERED = 10_000;
  private static final int MOST_DOUBLINGS = 10;
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

  private final Map<Origin, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Origin, Failures> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  @Inject Clock clock;

  /**
   * Asks for an attempt. One that is let through counts as a failure until {@link #succeeded} says
   * otherwise, so that attempts made at the same time all count.
   *
   * @return how long to wait; zero where the attempt may be made now
   */
  synchronized Duration begin(Origin origin) {
    Instant now = clock.instant();
    Failures before = failures.get(origin);
    if (before == null || now.isAfter(before.blockedUntil().plus(FORGOTTEN_AFTER))) {
      before = new Failures(0, now);
    }
    if (now.isBefore(before.blockedUntil())) {
      return Duration.between(now, before.blockedUntil());
    }
    int count = before.count() + 1;
    failures.put(origin, new Failures(count, now.plus(delayAfter(count))));
    return Duration.ZERO;
  }

  /** The attempt that was let through last was right. */
  synchronized void succeeded(Origin origin) {
    failures.remove(origin);
  }

  private static Duration delayAfter(int count) {
    if (count < FREE) {
      return Duration.ZERO;
    }
    Duration delay = Duration.ofSeconds(1L << Math.min(count - FREE, MOST_DOUBLINGS));
    return delay.compareTo(LONGEST) < 0 ? delay : LONGEST;
  }
}
