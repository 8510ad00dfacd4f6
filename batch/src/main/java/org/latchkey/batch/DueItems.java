package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemReader;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the names of that to which something is due when the job begins, the most urgent first.
 *
 * <p>What falls due later, the retry of what failed among it, is left to a later run: this one
 * comes to an end.
 *
 * @param <T> what is due, and since when
 */
abstract class DueItems<T extends Serializable> extends AbstractItemReader {

  private static final int PAGE = 100;

  private final ProductCalls product;
  private final Clock clock;
  private final Deque<T> page = new ArrayDeque<>();
  private Position<T> position;

  /**
   * How far the job is.
   *
   * @param asOf when it began
   * @param last what it read last; null before the first
   */
  record Position<T extends Serializable>(Instant asOf, @Nullable T last) implements Serializable {}

  DueItems(ProductCalls product, Clock clock) {
    this.product = product;
    this.clock = clock;
    this.position = new Position<>(clock.instant(), null);
  }

  /** At most {@code limit} items that come after {@code after}. */
  abstract List<T> due(Instant asOf, @Nullable T after, int limit);

  /** The name by which the writer knows an item. */
  abstract String name(T item);

  @Override
  @SuppressWarnings("unchecked")
  public void open(@Nullable Serializable checkpoint) {
    // the runtime gives a reader its own checkpoints and no others
    position =
        checkpoint instanceof Position<?> reached
            ? (Position<T>) reached
            : new Position<>(clock.instant(), null);
    page.clear();
  }

  @Override
  public @Nullable String readItem() {
    if (page.isEmpty()) {
      page.addAll(product.call(() -> due(position.asOf(), position.last(), PAGE)));
    }
    T next = page.poll();
    if (next == null) {
      return null;
    }
    position = new Position<>(position.asOf(), next);
    return name(next);
  }

  @Override
  public Serializable checkpointInfo() {
    return position;
  }
}
