package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.DueDeletions;
import org.latchkey.keys.DueKey;

/** Reads the keys whose deletion is due. */
@Named
@Dependent
class KeysToDelete extends DueItems<DueKey> {

  private final DueDeletions deletions;

  @Inject
  KeysToDelete(ProductCalls product, DueDeletions deletions, Clock clock) {
    super(product, clock);
    this.deletions = deletions;
  }

  @Override
  List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
    return deletions.due(asOf, after, limit);
  }

  @Override
  String name(DueKey item) {
    return item.arn();
  }
}
