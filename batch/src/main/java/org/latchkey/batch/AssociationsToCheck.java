package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.associations.AssociationChecks;
import org.latchkey.associations.AssociationChecks.Due;

/** Reads the associations that are to be looked at. */
@Named
@Dependent
class AssociationsToCheck extends DueItems<Due> {

  private final AssociationChecks checks;

  @Inject
  AssociationsToCheck(ProductCalls product, AssociationChecks checks, Clock clock) {
    super(product, clock);
    this.checks = checks;
  }

  @Override
  List<Due> due(Instant asOf, @Nullable Due after, int limit) {
    return checks.due(asOf, after, limit);
  }

  @Override
  String name(Due item) {
    return item.id();
  }
}
