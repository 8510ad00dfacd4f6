package org.latchkey.batch;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How much of its time a job works. */
enum Pace {
  /** All of it. */
  FULL(0),
  /** As long as it rests. */
  HALF(1);

  /** The longest rest after an item: the lease has to be kept. */
  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final int rest;

  Pace(int rest) {
    this.rest = rest;
  }

  /** How long to rest after an item that took some time. */
  Duration after(Duration taken) {
    Duration wanted = taken.multipliedBy(rest);
    return wanted.compareTo(LONGEST) < 0 ? wanted : LONGEST;
  }

  /** Rests after an item that took some time. */
  void rest(Duration taken) {
    long nanos = after(taken).toNanos();
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
  }
}
