package org.latchkey.shared;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Bounds how much of a node works at what everybody may ask for, without credentials: a few at
 * once, some more wait for a moment in the order in which they came, all others are refused.
 */
public final class Turns {

  private final Semaphore free;
  private final int mostWaiting;
  private final Duration patience;

  /**
   * No one has a turn yet.
   *
   * @param atOnce how many may have a turn at the same time
   * @param mostWaiting how many may wait for one
   * @param patience for how long
   */
  public Turns(int atOnce, int mostWaiting, Duration patience) {
    this.free = new Semaphore(atOnce, true);
    this.mostWaiting = mostWaiting;
    this.patience = patience;
  }

  /**
   * Does something when its turn has come.
   *
   * @param otherwise where too many others are before it
   */
  public <T> T take(Supplier<T> what, Supplier<T> otherwise) {
    if (!isTaken()) {
      return otherwise.get();
    }
    try {
      return what.get();
    } finally {
      free.release();
    }
  }

  private boolean isTaken() {
    try {
      return free.tryAcquire(0, TimeUnit.SECONDS)
          || (free.getQueueLength() < mostWaiting
              && free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
