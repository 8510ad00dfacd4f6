package org.latchkey.cloudtrail;

import jakarta.ejb.DependsOn;
import jakarta.ejb.Lock;
import jakarta.ejb.LockType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.cloudtrail.TrailIndex.Taken;

/**
 * Follows this node's trail, each second for so long that callers keep nine tenths of a processor:
 * a second behind it at the most while that is enough. Further behind than {@link #PATIENCE}, it
 * goes on without a pause.
 */
@Singleton
@Startup
@DependsOn("ServerStart")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TrailFollower {

  private static final Logger LOG = Logger.getLogger(TrailFollower.class.getName());

  /** How long a record may have to wait, a third of what CloudTrail promises. */
  static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final Duration SHARE_OF_SECOND = Duration.ofMillis(100);

  private final ReentrantLock following = new ReentrantLock();

  @Inject private TrailIndex index;
  @Inject private Clock clock;

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @Lock(LockType.READ)
  void follow() {
    if (!following.tryLock()) {
      return;
    }
    try {
      Instant began = clock.instant();
      Taken taken = index.takeOver();
      while (taken.more() && mayGoOn(began, taken)) {
        taken = index.takeOver();
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Records cannot be taken over now and will be tried again", failure);
    } finally {
      following.unlock();
    }
  }

  private boolean mayGoOn(Instant began, Taken taken) {
    Instant now = clock.instant();
    return now.isBefore(began.plus(SHARE_OF_SECOND)) || taken.last().isBefore(now.minus(PATIENCE));
  }

  @Schedule(hour = "*", minute = "43", persistent = false)
  @Lock(LockType.READ)
  void forgetOld() {
    try {
      index.forgetOld();
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Old events will be forgotten later", failure);
    }
  }
}
