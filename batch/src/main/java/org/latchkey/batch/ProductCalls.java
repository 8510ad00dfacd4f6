package org.latchkey.batch;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import java.util.function.Supplier;

/**
 * What a job's thread calls the product through.
 *
 * <p>The batch runtime ends its chunks by {@code UserTransaction}, which the container refuses in
 * an invocation that it has marked as being inside of a {@code @Transactional} method. The
 * container's interceptor keeps the mark to go back to in a field of its own, which threads share
 * that call the same bean: the mark of one may be left on another. A session bean's call is an
 * invocation of its own, whose mark ends with it, and which begins without a transaction.
 */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class ProductCalls {

  /** What {@code call} gives, outside of any transaction of the caller. */
  public <T> T call(Supplier<T> call) {
    return call.get();
  }
}
