package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Settings;

/**
 * Forgets what became of each private key in re-encryptions that ended long ago: as many days as
 * the setting {@code reencryption-report-days} says, never where that is 0.
 */
@ApplicationScoped
@Transactional
public class ReencryptionReports {

  private static final int DAYS = 365;

  private final int days = Settings.number("reencryption-report-days", DAYS);

  @Inject private Reencryptions reencryptions;
  @Inject private Clock clock;

  /** A re-encryption, and when it ended. */
  public record Ended(String id, Instant endedAt) implements Serializable {}

  /** Whether the report of any is to be forgotten now. */
  public boolean isWaiting() {
    return !due(null, 1).isEmpty();
  }

  /** At most {@code limit} whose reports are to be forgotten, the oldest first, after one. */
  public List<Ended> due(@Nullable Ended after, int limit) {
    return days == 0
        ? List.of()
        : reencryptions.endedBefore(clock.instant().minus(Duration.ofDays(days)), after, limit);
  }

  /**
   * Forgets a thousand outcomes of a re-encryption, or where there are none any more, itself, in a
   * transaction of its own.
   *
   * @return whether nothing is left of it
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean forget(String id) {
    Optional<Reencryption> found = reencryptions.lock(id);
    if (found.isPresent() && !reencryptions.forgetOutcomes(id)) {
      reencryptions.remove(found.get());
      return true;
    }
    return found.isEmpty();
  }
}
