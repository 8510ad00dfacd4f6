package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemReader;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateRenewals.Due;

/**
 * Reads the ids of the certificates to which something is due when the job begins, the most urgent
 * first.
 *
 * <p>What falls due later, the retry of a failed renewal among it, is left to a later run: this one
 * comes to an end.
 */
abstract class DueCertificates extends AbstractItemReader {

  private static final int PAGE = 100;

  private final ProductCalls product;
  private final Clock clock;
  private final Deque<Due> page = new ArrayDeque<>();
  private Position position;

  /**
   * How far the job is.
   *
   * @param asOf when it began
   * @param dueAt when the last certificate that it read fell due
   * @param id that certificate's id; both are null before the first
   */
  record Position(Instant asOf, @Nullable Instant dueAt, @Nullable String id)
      implements Serializable {

    @Nullable Due last() {
      return id == null || dueAt == null ? null : new Due(id, dueAt);
    }
  }

  DueCertificates(ProductCalls product, Clock clock) {
    this.product = product;
    this.clock = clock;
    this.position = new Position(clock.instant(), null, null);
  }

  /** At most {@code limit} certificates that come after {@code after}. */
  abstract List<Due> due(Instant asOf, @Nullable Due after, int limit);

  @Override
  public void open(@Nullable Serializable checkpoint) {
    position =
        checkpoint instanceof Position reached
            ? reached
            : new Position(clock.instant(), null, null);
    page.clear();
  }

  @Override
  public @Nullable String readItem() {
    if (page.isEmpty()) {
      page.addAll(product.call(() -> due(position.asOf(), position.last(), PAGE)));
    }
    Due due = page.poll();
    if (due == null) {
      return null;
    }
    position = new Position(position.asOf(), due.dueAt(), due.id());
    return due.id();
  }

  @Override
  public Serializable checkpointInfo() {
    return position;
  }
}
