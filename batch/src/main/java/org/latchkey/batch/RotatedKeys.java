package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.keys.DueRotations;

/** Rotates keys. One that needs it no more, or is gone, is {@code Skipped}. */
@Named
@Dependent
class RotatedKeys extends ItemByItem {

  private static final String ROTATED = "Rotated";
  private static final String SKIPPED = "Skipped";

  private final DueRotations rotations;

  @Inject
  RotatedKeys(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      DueRotations rotations) {
    super(product, lease, job, step);
    this.rotations = rotations;
  }

  @Override
  String[] outcomes() {
    return new String[] {ROTATED, SKIPPED, FAILED};
  }

  @Override
  String write(String arn) {
    return rotations.rotate(arn) ? ROTATED : SKIPPED;
  }
}
