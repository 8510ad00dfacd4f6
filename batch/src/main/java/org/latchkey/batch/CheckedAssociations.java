package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.associations.AssociationChecks;

/** Looks at associations. One that has ended meanwhile is {@code Skipped}. */
@Named
@Dependent
class CheckedAssociations extends ItemByItem {

  private static final String SOUND = "Sound";
  private static final String BROKEN = "Broken";
  private static final String SKIPPED = "Skipped";

  private final AssociationChecks checks;

  @Inject
  CheckedAssociations(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      AssociationChecks checks) {
    super(product, lease, job, step);
    this.checks = checks;
  }

  @Override
  String[] outcomes() {
    return new String[] {SOUND, BROKEN, SKIPPED, FAILED};
  }

  @Override
  String write(String id) {
    return switch (checks.check(id)) {
      case SOUND -> SOUND;
      case BROKEN -> BROKEN;
      case GONE -> SKIPPED;
    };
  }
}
