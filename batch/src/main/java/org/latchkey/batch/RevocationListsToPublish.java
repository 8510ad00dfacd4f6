package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.DueList;
import org.latchkey.authorities.DueRevocationLists;

/** Reads the revocation lists that are due, the most urgent first. */
@Named
@Dependent
class RevocationListsToPublish extends DueItems<DueList> {

  private final DueRevocationLists lists;

  @Inject
  RevocationListsToPublish(ProductCalls product, DueRevocationLists lists, Clock clock) {
    super(product, clock);
    this.lists = lists;
  }

  @Override
  List<DueList> due(Instant asOf, @Nullable DueList after, int limit) {
    return lists.due(asOf, after, limit);
  }

  @Override
  String name(DueList item) {
    return item.id();
  }
}
