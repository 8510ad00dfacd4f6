package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.keys.DueExpiries;

/** Removes expired key material. A key that has none any more, or is gone, is {@code Skipped}. */
@Named
@Dependent
class ExpiredKeys extends ItemByItem {

  private static final String EXPIRED = "Expired";
  private static final String SKIPPED = "Skipped";

  private final DueExpiries expiries;

  @Inject
  ExpiredKeys(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      DueExpiries expiries) {
    super(product, lease, job, step);
    this.expiries = expiries;
  }

  @Override
  String[] outcomes() {
    return new String[] {EXPIRED, SKIPPED, FAILED};
  }

  @Override
  String write(String arn) {
    return expiries.remove(arn) ? EXPIRED : SKIPPED;
  }
}
