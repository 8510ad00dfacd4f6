package org.latchkey.coherence;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What has been read from the database, by the subject that it depends on; at most a fixed number,
 * the least used going first. Made by {@link Coherence#cache}.
 *
 * <p>Within a transaction it is passed over: a transaction sees its own changes, and what it sees
 * may never be committed. So is an answer that there is nothing.
 */
public final class CoherentCache<V> {

  private final Coherence coherence;
  private final Cache<String, V> entries;

  private static final int STRIPES = 1_024;

  /**
   * Counts what has been forgotten, before it is: what was being read meanwhile is not kept. By a
   * part of the subject's hash, so that what changes elsewhere keeps nobody from keeping.
   */
  private final AtomicLongArray forgotten = new AtomicLongArray(STRIPES);

  private final AtomicLong allForgotten = new AtomicLong();

  CoherentCache(Coherence coherence, int capacity, Consumer<? super V> discarded) {
    this.coherence = coherence;
    this.entries =
        Caffeine.newBuilder()
            .maximumSize(capacity)
            .executor(Runnable::run)
            .<String, V>removalListener(
                (subject, value, cause) -> {
                  if (value != null) {
                    discarded.accept(value);
                  }
                })
            .build();
  }

  /**
   * What is kept under a subject, or else what {@code loader} reads, in a transaction of its own
   * where there is none.
   *
   * @param subject what an entity's {@link Cached#subjects} names when the value may have changed
   */
  public Optional<V> find(String subject, Supplier<Optional<V>> loader) {
    if (!coherence.mayServe()) {
      return coherence.read(loader);
    }
    V known = entries.getIfPresent(subject);
    if (known != null) {
      return Optional.of(known);
    }
    long before = forgotten(subject);
    Optional<V> loaded = coherence.read(loader);
    if (loaded.isPresent() && forgotten(subject) == before) {
      entries.put(subject, loaded.get());
      if (forgotten(subject) != before) {
        entries.invalidate(subject);
      }
    }
    return loaded;
  }

  /** Both only grow: the sum is the same only where both are. */
  private long forgotten(String subject) {
    return forgotten.get(stripe(subject)) + allForgotten.get();
  }

  private static int stripe(String subject) {
    return Math.floorMod(subject.hashCode(), STRIPES);
  }

  void forget(String subject) {
    forgotten.incrementAndGet(stripe(subject));
    entries.invalidate(subject);
  }

  void forgetAll() {
    allForgotten.incrementAndGet();
    entries.invalidateAll();
  }
}
