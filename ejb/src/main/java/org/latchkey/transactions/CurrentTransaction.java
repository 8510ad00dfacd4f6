package org.latchkey.transactions;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * What the calling thread is in. A bean of its own: the container gives interceptors no resource.
 */
@ApplicationScoped
class CurrentTransaction {

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  TransactionSynchronizationRegistry transactions;

  /** Whether a transaction is under way, even one that can only be rolled back. */
  boolean isUnderWay() {
    return transactions.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
  }
}
