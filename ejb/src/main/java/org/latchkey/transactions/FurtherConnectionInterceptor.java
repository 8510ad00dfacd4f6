package org.latchkey.transactions;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;

/**
 * Bounds calls that begin a transaction of their own, within another one or not.
 *
 * @see ConnectionsBound
 */
@Transactional(Transactional.TxType.REQUIRES_NEW)
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 140)
public class FurtherConnectionInterceptor {

  @AroundInvoke
  @Nullable Object bound(InvocationContext call) throws Exception {
    return ConnectionsBound.carryOut(call);
  }
}
