package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import org.latchkey.certificates.CertificateRenewals;

/**
 * Renews certificates, part by part as they were taken. One that was renewed meanwhile, or is gone,
 * or whose names are to be validated anew first, is {@code Skipped}. It takes half of one processor
 * at most, however many are due: requests come first.
 */
@Named
@Dependent
class RenewedCertificates extends ItemByItem {

  private static final String RENEWED = "Renewed";
  private static final String SKIPPED = "Skipped";

  private final ProductCalls product;
  private final JobLease lease;
  private final JobContext job;
  private final CertificateRenewals renewals;

  @Inject
  RenewedCertificates(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      CertificateRenewals renewals) {
    super(product, lease, job, step, Pace.HALF);
    this.product = product;
    this.lease = lease;
    this.job = job;
    this.renewals = renewals;
  }

  @Override
  String[] outcomes() {
    return new String[] {RENEWED, SKIPPED, FAILED};
  }

  @Override
  public void writeItems(List<Object> items) throws LeaseLost {
    for (Object item : items) {
      CertificatesToRenew.Taken taken = (CertificatesToRenew.Taken) item;
      super.writeItems(List.copyOf(taken.ids()));
      product.call(
          () -> {
            lease.releasePart(job.getJobName(), taken.part());
            return taken;
          });
    }
  }

  @Override
  String write(String id) {
    // another node has the part where this one stood still for longer than a lease
    if (!lease.holdPart(job.getJobName(), id.substring(0, 1))) {
      return SKIPPED;
    }
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
