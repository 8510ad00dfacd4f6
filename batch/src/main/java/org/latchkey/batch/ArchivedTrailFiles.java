package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.audit.TrailArchive;

/** Moves closed files of the audit trail to the archive folder, and deletes what is too old. */
@Named
@Dependent
class ArchivedTrailFiles extends ItemByItem {

  private final TrailArchive archive;

  @Inject
  ArchivedTrailFiles(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      TrailArchive archive) {
    super(product, lease, job, step);
    this.archive = archive;
  }

  @Override
  String[] outcomes() {
    return new String[] {"Archived", "Deleted", "Skipped", FAILED};
  }

  @Override
  String write(String name) {
    return archive.archive(name);
  }
}
