package org.latchkey.coherence;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The commits on this node that wait until the other nodes have read of them. */
final class Acknowledgements {

  private final BlockingQueue<Waiter> incoming = new LinkedBlockingQueue<>();
  private final List<Waiter> waiting = new CopyOnWriteArrayList<>();

  private record Waiter(long revision, CompletableFuture<@Nullable Void> done) {}

  /**
   * Returns when no other node answers from what was before a revision that has been committed:
   * when they have all read it, or else when every lease that was taken before has ended.
   */
  void await(long revision) {
    Waiter waiter = new Waiter(revision, new CompletableFuture<>());
    incoming.add(waiter);
    // A deadline that passes is no failure: a lease renewed later was followed by a read of the
    // log.
    waiter.done.completeOnTimeout(null, CacheLease.TIME.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  /** Waits for a commit that asks, at most so long. */
  void awaitAsker(Duration time) throws InterruptedException {
    Waiter waiter = incoming.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    if (waiter != null) {
      waiting.add(waiter);
    }
  }

  /** Whether commits wait. */
  boolean anyWaits() {
    incoming.drainTo(waiting);
    return !waiting.isEmpty();
  }

  /** Lets those go on whose change every other node has read. */
  void settle(OptionalLong slowestOther) {
    for (Waiter waiter : waiting) {
      if (slowestOther.isEmpty() || slowestOther.getAsLong() >= waiter.revision()) {
        waiter.done().complete(null);
      }
    }
    waiting.removeIf(waiter -> waiter.done().isDone());
  }
}
