package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.DueExpiries;
import org.latchkey.keys.DueKey;

/** Reads the keys with imported material that has expired. */
@Named
@Dependent
class KeysToExpire extends DueItems<DueKey> {

  private final DueExpiries expiries;

  @Inject
  KeysToExpire(ProductCalls product, DueExpiries expiries, Clock clock) {
    super(product, clock);
    this.expiries = expiries;
  }

  @Override
  List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
    return expiries.due(asOf, after, limit);
  }

  @Override
  String name(DueKey item) {
    return item.arn();
  }
}
