package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.DueAuthority;
import org.latchkey.authorities.DueAuthorityDeletions;

/** Reads the deleted authorities that cannot be restored any more, the most urgent first. */
@Named
@Dependent
class AuthoritiesToDelete extends DueItems<DueAuthority> {

  private final DueAuthorityDeletions deletions;

  @Inject
  AuthoritiesToDelete(ProductCalls product, DueAuthorityDeletions deletions, Clock clock) {
    super(product, clock);
    this.deletions = deletions;
  }

  @Override
  List<DueAuthority> due(Instant asOf, @Nullable DueAuthority after, int limit) {
    return deletions.due(asOf, after, limit);
  }

  @Override
  String name(DueAuthority item) {
    return item.id();
  }
}
