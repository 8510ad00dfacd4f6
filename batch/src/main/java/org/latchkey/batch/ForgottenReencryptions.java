package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.certificates.ReencryptionReports;

/**
 * Forgets old re-encryptions. One with more outcomes than are removed while a lease lasts is {@code
 * Begun}: a later run goes on.
 */
@Named
@Dependent
class ForgottenReencryptions extends ItemByItem {

  private static final String FORGOTTEN = "Forgotten";
  private static final String BEGUN = "Begun";

  /** Of a thousand outcomes each. */
  private static final int MOST_AT_ONCE = 20;

  private final ReencryptionReports reports;

  @Inject
  ForgottenReencryptions(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      ReencryptionReports reports) {
    super(product, lease, job, step);
    this.reports = reports;
  }

  @Override
  String[] outcomes() {
    return new String[] {FORGOTTEN, BEGUN, FAILED};
  }

  @Override
  String write(String id) {
    for (int i = 0; i < MOST_AT_ONCE; i++) {
      if (reports.forget(id)) {
        return FORGOTTEN;
      }
    }
    return BEGUN;
  }
}
