package org.latchkey.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.interceptor.InvocationContext;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.TransactionalException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

class LostRaceInterceptorTest {
  private final AtomicInteger calls = new AtomicInteger();
  private int status = Status.STATUS_NO_TRANSACTION;

  @Test
  void nameTakenMeanwhile_isAskedForAgain() throws Exception {
    assertThat(call(() -> calls.incrementAndGet() == 1 ? lose("23505") : "done")).isEqualTo("done");
    assertThat(calls).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"23503", "23506"})
  void whatItRefersToGoneMeanwhile_isAskedForAgain(String state) throws Exception {
    assertThat(call(() -> calls.incrementAndGet() == 1 ? lose(state) : "done")).isEqualTo("done");
    assertThat(calls).hasValue(2);
  }

  @Test
  void deadlock_isRepeated() throws Exception {
    assertThat(call(() -> calls.incrementAndGet() < 3 ? lose("40P01") : "done")).isEqualTo("done");
  }

  @Test
  void raceThatIsLostAgainAndAgain_failsInTheEnd() {
    assertThatThrownBy(() -> call(() -> counted("23505")))
        .isInstanceOf(TransactionalException.class);
    assertThat(calls).hasValue(3);
  }

  @Test
  void otherFailures_areNotRepeated() {
    assertThatThrownBy(() -> call(() -> counted("23502")))
        .isInstanceOf(TransactionalException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void callWithinATransaction_isNotRepeated() {
    status = Status.STATUS_ACTIVE;

    assertThatThrownBy(() -> call(() -> counted("23505")))
        .isInstanceOf(TransactionalException.class);
    assertThat(calls).hasValue(1);
  }

  /** HYT00 is H2's, 55P03 PostgreSQL's. */
  @ParameterizedTest
  @ValueSource(strings = {"HYT00", "55P03"})
  void whoWaitedTooLongForALock_isToldToTryAgain(String state) {
    assertThatThrownBy(() -> call(() -> counted(state)))
        .isInstanceOfSatisfying(
            ServiceException.class,
            refused -> assertThat(refused.fault()).isEqualTo(CommonFault.SERVICE_UNAVAILABLE));
    assertThat(calls).hasValue(1);
  }

  private Object counted(String state) {
    calls.incrementAndGet();
    return lose(state);
  }

  private static Object lose(String state) {
    RollbackException rollback = new RollbackException();
    rollback.initCause(new IllegalStateException(new SQLException("refused", state)));
    throw new TransactionalException("not committed", rollback);
  }

  private @Nullable Object call(Callable<Object> operation) throws Exception {
    CurrentTransaction current = new CurrentTransaction();
    current.transactions =
        proxy(TransactionSynchronizationRegistry.class, "getTransactionStatus", () -> status);
    return new LostRaceInterceptor(current)
        .repeatWhereLost(proxy(InvocationContext.class, "proceed", operation));
  }

  private static <T> T proxy(Class<T> type, String method, Callable<Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, called, arguments) -> called.getName().equals(method) ? answer.call() : null));
  }
}
