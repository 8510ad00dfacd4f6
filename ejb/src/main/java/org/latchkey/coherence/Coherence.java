package org.latchkey.coherence;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keeps this node's caches in step with the database, and with the other nodes. */
@ApplicationScoped
public class Coherence {

  @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
  private TransactionSynchronizationRegistry transactions;

  @Inject private Changes changes;
  @Inject private ReadTransaction readTransaction;

  private final List<CoherentCache<?>> caches = new CopyOnWriteArrayList<>();
  private final CacheLease lease = new CacheLease();
  private final Acknowledgements acknowledgements = new Acknowledgements();

  /**
   * A new cache.
   *
   * @param capacity how many entries it keeps at most
   * @param discarded called with each entry that leaves the cache, while others may still use it
   */
  public <V> CoherentCache<V> cache(int capacity, Consumer<? super V> discarded) {
    CoherentCache<V> cache = new CoherentCache<>(this, capacity, discarded);
    caches.add(cache);
    return cache;
  }

  /**
   * Notes that the current transaction changes what caches keep under {@code subject}. Its commit
   * returns when no node answers any more from what was before.
   */
  public void changed(String subject) {
    if (transactions.getResource(Coherence.class) instanceof Transaction known) {
      known.subjects.add(subject);
      return;
    }
    Transaction transaction = new Transaction();
    transaction.subjects.add(subject);
    transactions.putResource(Coherence.class, transaction);
    transactions.registerInterposedSynchronization(transaction);
  }

  boolean mayServe() {
    return lease.holds() && transactions.getTransactionKey() == null;
  }

  /** Reads in the current transaction, or in one of its own where there is none. */
  public <T> T read(Supplier<T> reader) {
    return transactions.getTransactionKey() == null ? readTransaction.read(reader) : reader.get();
  }

  CacheLease lease() {
    return lease;
  }

  Acknowledgements acknowledgements() {
    return acknowledgements;
  }

  void forget(Set<String> subjects) {
    for (CoherentCache<?> cache : caches) {
      subjects.forEach(cache::forget);
    }
  }

  void forgetAll() {
    caches.forEach(CoherentCache::forgetAll);
  }

  /** What one transaction changes. */
  private final class Transaction implements Synchronization {
    private final Set<String> subjects = new TreeSet<>();
    private @Nullable Long revision;

    @Override
    public void beforeCompletion() {
      revision = changes.append(subjects);
    }

    @Override
    public void afterCompletion(int status) {
      forget(subjects);
      if (revision != null && status != Status.STATUS_ROLLEDBACK) {
        acknowledgements.await(revision);
      }
    }
  }
}
