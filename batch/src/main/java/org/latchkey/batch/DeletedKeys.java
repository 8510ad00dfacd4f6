package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.keys.DueDeletions;

/** Deletes keys. One whose deletion was cancelled, or that is gone, is {@code Skipped}. */
@Named
@Dependent
class DeletedKeys extends ItemByItem {

  private static final String DELETED = "Deleted";
  private static final String SKIPPED = "Skipped";

  private final DueDeletions deletions;

  @Inject
  DeletedKeys(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      DueDeletions deletions) {
    super(product, lease, job, step);
    this.deletions = deletions;
  }

  @Override
  String[] outcomes() {
    return new String[] {DELETED, SKIPPED, FAILED};
  }

  @Override
  String write(String arn) {
    return deletions.delete(arn) ? DELETED : SKIPPED;
  }
}
