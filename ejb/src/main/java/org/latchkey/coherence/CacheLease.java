package org.latchkey.coherence;

import java.time.Duration;

/**
 * How long this node may answer from its caches, by the clock of the process, which nobody sets.
 *
 * <p>The database counts the whole {@link #TIME} from a later moment, so this node's lease ends
 * first; {@link #MARGIN} covers clocks that run at different rates, by up to a tenth.
 */
final class CacheLease {

  /** How long a lease holds in the database. */
  static final Duration TIME = Duration.ofSeconds(3);

  private static final Duration MARGIN = TIME.dividedBy(10);

  private volatile boolean held;
  private volatile long end;

  /**
   * Holds, from now on, until so long after the renewal began.
   *
   * @param begin {@link System#nanoTime} before the renewal was sent
   */
  void renewed(long begin) {
    end = begin + TIME.minus(MARGIN).toNanos();
    held = true;
  }

  void end() {
    held = false;
  }

  boolean holds() {
    return held && System.nanoTime() - end < 0;
  }
}
