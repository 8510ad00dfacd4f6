package org.latchkey.transactions;

import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/**
 * Bounds calls that begin a transaction where there is none, outside of what repeats them.
 *
 * @see ConnectionsBound
 */
@Transactional
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 140)
public class FirstConnectionInterceptor {

  private final CurrentTransaction current;

  @Inject
  FirstConnectionInterceptor(CurrentTransaction current) {
    this.current = current;
  }

  @AroundInvoke
  @Nullable Object bound(InvocationContext call) throws Exception {
    return current.isUnderWay() ? call.proceed() : ConnectionsBound.carryOut(call);
  }
}
