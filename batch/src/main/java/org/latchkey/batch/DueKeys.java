package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemReader;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.DueKey;

/**
 * Reads the ARNs of the keys to which something is due when the job begins, the most urgent first.
 * What falls due later is left to a later run.
 */
abstract class DueKeys extends AbstractItemReader {

  private static final int PAGE = 100;

  private final ProductCalls product;
  private final Clock clock;
  private final Deque<DueKey> page = new ArrayDeque<>();
  private Position position;

  /**
   * How far the job is.
   *
   * @param asOf when it began
   * @param rowId the last key that it read
   * @param arn that key's ARN
   * @param dueAt when that key fell due; null before the first
   */
  record Position(Instant asOf, long rowId, String arn, @Nullable Instant dueAt)
      implements Serializable {

    static Position start(Instant asOf) {
      return new Position(asOf, 0, "", null);
    }

    Position after(DueKey key) {
      return new Position(asOf, key.rowId(), key.arn(), key.dueAt());
    }

    @Nullable DueKey last() {
      return dueAt == null ? null : new DueKey(rowId, arn, dueAt);
    }
  }

  DueKeys(ProductCalls product, Clock clock) {
    this.product = product;
    this.clock = clock;
    this.position = Position.start(clock.instant());
  }

  /** At most {@code limit} keys that come after {@code after}. */
  abstract List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit);

  @Override
  public void open(@Nullable Serializable checkpoint) {
    position = checkpoint instanceof Position reached ? reached : Position.start(clock.instant());
    page.clear();
  }

  @Override
  public @Nullable String readItem() {
    if (page.isEmpty()) {
      page.addAll(product.call(() -> due(position.asOf(), position.last(), PAGE)));
    }
    DueKey key = page.poll();
    if (key == null) {
      return null;
    }
    position = position.after(key);
    return key.arn();
  }

  @Override
  public Serializable checkpointInfo() {
    return position;
  }
}
