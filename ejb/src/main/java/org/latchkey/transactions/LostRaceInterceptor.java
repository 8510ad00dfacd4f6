package org.latchkey.transactions;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import java.sql.SQLException;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Repeats a call whose transaction the database has rolled back because another one came first: it
 * took the same name, or the two waited for each other. The repeated call finds what the other has
 * left, and says what it says to whoever comes later.
 *
 * <p>Where another kept what the call needs locked for too long, it is not repeated: it has waited
 * long enough, and its caller learns that it may try again.
 *
 * <p>Only the call that began the transaction is repeated, twice at most; it has had no effect. The
 * priority puts this between the audit trail, which records one call, and the transaction.
 */
@Transactional
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 150)
public class LostRaceInterceptor {

  private static final Logger LOG = Logger.getLogger(LostRaceInterceptor.class.getName());
  private static final int ATTEMPTS = 3;

  /**
   * Unique violation, and what PostgreSQL and H2 say where a row that is referred to has gone; the
   * class of rollbacks, as by a deadlock (ISO/IEC 9075-2, table 38).
   */
  private static final Set<String> LOST = Set.of("23505", "23503", "23506");

  private static final String ROLLBACK_CLASS = "40";

  /** What H2 and PostgreSQL say where a row stayed locked by another for too long. */
  private static final Set<String> LOCKED = Set.of("HYT00", "55P03");

  private final CurrentTransaction current;

  @Inject
  LostRaceInterceptor(CurrentTransaction current) {
    this.current = current;
  }

  @AroundInvoke
  @Nullable Object repeatWhereLost(InvocationContext call) throws Exception {
    if (current.isUnderWay()) {
      return call.proceed();
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return call.proceed();
      } catch (RuntimeException failure) {
        String state = state(failure);
        if (LOCKED.contains(state)) {
          LOG.warning(() -> call.getMethod() + " waited too long for a lock: " + failure);
          throw new ServiceException(
              CommonFault.SERVICE_UNAVAILABLE,
              "Others are changing what this request needs. Try again later.");
        }
        if (attempt == ATTEMPTS || !isLostRace(state)) {
          throw failure;
        }
        LOG.log(Level.FINE, failure, () -> call.getMethod() + " lost a race and is repeated");
      }
    }
  }

  private static boolean isLostRace(String state) {
    return LOST.contains(state) || state.startsWith(ROLLBACK_CLASS);
  }

  /** The database's SQLSTATE, or nothing if it was not the database that failed. */
  private static String state(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException refused && refused.getSQLState() != null) {
        return refused.getSQLState();
      }
    }
    return "";
  }
}
