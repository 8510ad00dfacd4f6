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
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Follows this node's trail, a second behind it at the most while it can keep up. */
@Singleton
@Startup
@DependsOn("ServerStart")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TrailFollower {

  private static final Logger LOG = Logger.getLogger(TrailFollower.class.getName());

  private final ReentrantLock following = new ReentrantLock();

  @Inject private TrailIndex index;

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  @Lock(LockType.READ)
  void follow() {
    if (!following.tryLock()) {
      return;
    }
    try {
      while (index.takeOver()) {
        LOG.fine("Took a batch of records over");
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Records cannot be taken over now and will be tried again", failure);
    } finally {
      following.unlock();
    }
  }

  @Schedule(hour = "*", minute = "43", persistent = false)
  @Lock(LockType.READ)
  void forgetOld() {
    index.forgetOld();
  }
}
