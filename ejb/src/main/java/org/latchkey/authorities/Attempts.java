package org.latchkey.authorities;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Does what needs an authority's keys and everybody may ask for, without credentials: what has
 * failed is left alone for a moment.
 */
@ApplicationScoped
class Attempts {

  private static final Logger LOG = Logger.getLogger(Attempts.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int MOST_PAUSES = 10_000;

  @Inject private Clock clock;

  private final Cache<String, Instant> pauses =
      Caffeine.newBuilder().maximumSize(MOST_PAUSES).executor(Runnable::run).build();

  /** It cannot be done at present; why, the log has said. */
  static final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotNow() {
      super("this cannot be done at present", null, false, false);
    }
  }

  /**
   * Does it.
   *
   * @param name what it is, and of which authority
   * @throws NotNow where it fails, or has failed a moment ago
   */
  <T> T attempt(String name, Supplier<T> what) {
    Instant now = clock.instant();
    Instant again = pauses.getIfPresent(name);
    if (again != null && now.isBefore(again)) {
      throw new NotNow();
    }
    try {
      T done = what.get();
      pauses.invalidate(name);
      return done;
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, failure, () -> "A certificate authority cannot " + name + " now");
      pauses.put(name, now.plus(PAUSE));
      throw new NotNow();
    }
  }
}
