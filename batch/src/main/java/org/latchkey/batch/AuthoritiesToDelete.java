package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.DueAuthority;
import org.latchkey.authorities.DueAuthorityDeletions;

/** Reads the deleted authorities that cannot be restored any more, the most urgent first. */
@Named
@Dependent
class AuthoritiesToDelete extends AbstractItemReader {

  private static final int PAGE = 100;

  private final ProductCalls product;
  private final DueAuthorityDeletions deletions;
  private final Clock clock;
  private final Deque<DueAuthority> page = new ArrayDeque<>();
  private Position position;

  /**
   * How far the job is.
   *
   * @param asOf when it began: what falls due later is left to a later run
   * @param last the last authority that it read; null before the first
   */
  record Position(Instant asOf, @Nullable DueAuthority last) implements Serializable {}

  @Inject
  AuthoritiesToDelete(ProductCalls product, DueAuthorityDeletions deletions, Clock clock) {
    this.product = product;
    this.deletions = deletions;
    this.clock = clock;
    this.position = new Position(clock.instant(), null);
  }

  @Override
  public void open(@Nullable Serializable checkpoint) {
    position =
        checkpoint instanceof Position reached ? reached : new Position(clock.instant(), null);
    page.clear();
  }

  @Override
  public @Nullable String readItem() {
    if (page.isEmpty()) {
      page.addAll(product.call(() -> deletions.due(position.asOf(), position.last(), PAGE)));
    }
    DueAuthority next = page.poll();
    if (next == null) {
      return null;
    }
    position = new Position(position.asOf(), next);
    return next.id();
  }

  @Override
  public Serializable checkpointInfo() {
    return position;
  }
}
