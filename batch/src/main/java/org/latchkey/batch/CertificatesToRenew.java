package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateRenewals;
import org.latchkey.certificates.CertificateRenewals.Due;

/** Reads the certificates whose renewal is due. */
@Named
@Dependent
class CertificatesToRenew extends DueItems<Due> {

  private final CertificateRenewals renewals;

  @Inject
  CertificatesToRenew(ProductCalls product, CertificateRenewals renewals, Clock clock) {
    super(product, clock);
    this.renewals = renewals;
  }

  @Override
  List<Due> due(Instant asOf, @Nullable Due after, int limit) {
    return renewals.due(asOf, after, limit);
  }

  @Override
  String name(Due item) {
    return item.id();
  }
}
