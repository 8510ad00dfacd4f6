package org.latchkey.transactions;

import jakarta.interceptor.InvocationContext;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Keeps calls from waiting for each other's connections for ever. A transaction keeps its
 * connection to its end, and what begins another one within it needs a second; were all of the
 * pool's connections first ones, nobody would get a second. So the first ones are bounded, and the
 * second ones, and what is left is enough for the third of each call that has a second.
 */
final class ConnectionsBound {

  /** Of the 64 connections that the launcher sets the pool up with. */
  private static final int FIRST = 40;

  /** As many are left when all of these are taken, too. */
  private static final int SECOND = 12;

  private static final long PATIENCE_SECONDS = 30;

  private static final Semaphore[] FREE = {new Semaphore(FIRST, true), new Semaphore(SECOND, true)};

  private static final ThreadLocal<Integer> HELD = ThreadLocal.withInitial(() -> 0);

  private ConnectionsBound() {}

  /**
   * Carries a call out that begins a transaction.
   *
   * @throws ServiceException {@code ServiceUnavailable} where too many others are before it
   */
  static @Nullable Object carryOut(InvocationContext call) throws Exception {
    int held = HELD.get();
    Semaphore free = held < FREE.length ? FREE[held] : null;
    if (free != null && !free.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new ServiceException(
          CommonFault.SERVICE_UNAVAILABLE, "Too many requests are under way. Try again later.");
    }
    HELD.set(held + 1);
    try {
      return call.proceed();
    } finally {
      if (held == 0) {
        HELD.remove();
      } else {
        HELD.set(held);
      }
      if (free != null) {
        free.release();
      }
    }
  }
}
