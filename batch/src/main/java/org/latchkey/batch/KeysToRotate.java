package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.keys.DueKey;
import org.latchkey.keys.DueRotations;

/** Reads the keys whose automatic rotation is due. */
@Named
@Dependent
class KeysToRotate extends DueItems<DueKey> {

  private final DueRotations rotations;

  @Inject
  KeysToRotate(ProductCalls product, DueRotations rotations, Clock clock) {
    super(product, clock);
    this.rotations = rotations;
  }

  @Override
  List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
    return rotations.due(asOf, after, limit);
  }

  @Override
  String name(DueKey item) {
    return item.arn();
  }
}
