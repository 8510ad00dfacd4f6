package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.certificates.CertificateRenewals;

/**
 * Renews certificates. One that was renewed meanwhile, or is gone, or whose names are to be
 * validated anew first, is {@code Skipped}. It takes half of one processor at most, however many
 * are due: requests come first.
 */
@Named
@Dependent
class RenewedCertificates extends ItemByItem {

  private static final String RENEWED = "Renewed";
  private static final String SKIPPED = "Skipped";

  private final CertificateRenewals renewals;

  @Inject
  RenewedCertificates(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      CertificateRenewals renewals) {
    super(product, lease, job, step, Pace.HALF);
    this.renewals = renewals;
  }

  @Override
  String[] outcomes() {
    return new String[] {RENEWED, SKIPPED, FAILED};
  }

  @Override
  String write(String id) {
    try {
      return switch (renewals.renew(id)) {
        case RENEWED -> RENEWED;
        case VALIDATING, NOT_DUE -> SKIPPED;
        case FAILED -> FAILED;
      };
    } catch (RuntimeException unexpected) {
      renewals.broke(id);
      throw unexpected;
    }
  }
}
