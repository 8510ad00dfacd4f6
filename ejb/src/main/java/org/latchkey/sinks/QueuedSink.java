package org.latchkey.sinks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends records one group after another, in their order. A group that cannot be sent is tried again
 * every second, and may so arrive twice; whoever waits for one of its records is told of the
 * failure at once.
 */
final class QueuedSink implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(QueuedSink.class.getName());
  private static final int GROUP = 256;
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final String name;
  private final Target target;
  private final BlockingQueue<Waiting> queue;
  private final AtomicLong dropped = new AtomicLong();
  private final Thread sender;

  private volatile boolean down;
  private volatile boolean closed;

  private record Waiting(byte[] record, CompletableFuture<Void> stored) {}

  /** Where records go to. Used by one thread. */
  interface Target {

    /** Sends records; returns when the other side has them, as far as it says so. */
    void send(List<byte[]> records) throws Exception;

    /** Gives up the connection, if there is one, after a failure or at the end. */
    void disconnect();
  }

  /**
   * Starts sending.
   *
   * @param name what the log calls it
   * @param capacity how many records may wait
   */
  QueuedSink(String name, Target target, int capacity) {
    this.name = name;
    this.target = target;
    this.queue = new LinkedBlockingQueue<>(capacity);
    this.sender = new Thread(this::sendGroups, "latchkey-audit-" + name);
    sender.setDaemon(true);
    sender.start();
  }

  /** Takes a record, if there is room. */
  CompletableFuture<Void> store(byte[] record) {
    Waiting waiting = new Waiting(record, new CompletableFuture<>());
    if (closed || !queue.offer(waiting)) {
      if (dropped.getAndIncrement() == 0) {
        LOG.warning(() -> "The audit sink " + name + " is too slow or down: it misses records");
      }
      waiting.stored().completeExceptionally(new IllegalStateException(name + " is too slow"));
    } else if (down) {
      waiting.stored().completeExceptionally(new IllegalStateException(name + " is down"));
    }
    return waiting.stored();
  }

  /** Whether the last group could be sent. */
  boolean isUp() {
    return !down;
  }

  private void sendGroups() {
    List<Waiting> group = new ArrayList<>(GROUP);
    try {
      while (!closed) {
        if (group.isEmpty()) {
          Waiting first = queue.poll(RETRY.toMillis(), TimeUnit.MILLISECONDS);
          if (first != null) {
            group.add(first);
            queue.drainTo(group, GROUP - 1);
          }
        }
        if (!group.isEmpty() && send(group)) {
          group.clear();
        } else if (!group.isEmpty()) {
          TimeUnit.NANOSECONDS.sleep(RETRY.toNanos());
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    } finally {
      target.disconnect();
    }
  }

  private boolean send(List<Waiting> group) throws InterruptedException {
    try {
      target.send(group.stream().map(Waiting::record).toList());
      group.forEach(waiting -> waiting.stored().complete(null));
      back();
      return true;
    } catch (InterruptedException stop) {
      throw stop;
    } catch (Exception failure) {
      if (!down) {
        LOG.log(Level.WARNING, failure, () -> "The audit sink " + name + " cannot be reached");
      }
      down = true;
      target.disconnect();
      group.forEach(waiting -> waiting.stored().completeExceptionally(failure));
      return false;
    }
  }

  private void back() {
    long missed = dropped.getAndSet(0);
    if (down || missed > 0) {
      LOG.warning(() -> "The audit sink " + name + " works again; it has missed " + missed);
    }
    down = false;
  }

  @Override
  public void close() {
    closed = true;
    sender.interrupt();
  }
}
