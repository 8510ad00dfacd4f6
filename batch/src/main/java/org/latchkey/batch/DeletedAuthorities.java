package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.authorities.DueAuthorityDeletions;

/**
 * Removes authorities with all that they have issued. One that has issued so much that it is not
 * done in one go is {@code Begun}, and done by a later run.
 */
@Named
@Dependent
class DeletedAuthorities extends ItemByItem {

  private static final String DELETED = "Deleted";
  private static final String BEGUN = "Begun";
  private static final String SKIPPED = "Skipped";

  private final DueAuthorityDeletions deletions;

  @Inject
  DeletedAuthorities(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      DueAuthorityDeletions deletions) {
    super(product, lease, job, step);
    this.deletions = deletions;
  }

  @Override
  String[] outcomes() {
    return new String[] {DELETED, BEGUN, SKIPPED, FAILED};
  }

  @Override
  String write(String id) {
    return switch (deletions.delete(id)) {
      case DELETED -> DELETED;
      case BEGUN -> BEGUN;
      case NOT_DUE -> SKIPPED;
    };
  }
}
