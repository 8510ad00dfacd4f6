package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateRenewals.Due;
import org.latchkey.certificates.ExpiryEvents;

/** Reads the certificates whose owners are to be told that they end. */
@Named
@Dependent
class ExpiringCertificates extends DueItems<Due> {

  private final ExpiryEvents events;

  @Inject
  ExpiringCertificates(ProductCalls product, ExpiryEvents events, Clock clock) {
    super(product, clock);
    this.events = events;
  }

  @Override
  List<Due> due(Instant asOf, @Nullable Due after, int limit) {
    return events.due(asOf, after, limit);
  }

  @Override
  String name(Due item) {
    return item.id();
  }
}
