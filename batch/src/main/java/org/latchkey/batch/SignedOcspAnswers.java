package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.authorities.DueAnswers;

/**
 * Signs OCSP answers before those that there are end; at half its pace, as anybody may ask. One
 * that nobody asks for any more is {@code Forgotten}, one that was signed meanwhile {@code
 * Skipped}.
 */
@Named
@Dependent
class SignedOcspAnswers extends ItemByItem {

  private static final String SIGNED = "Signed";
  private static final String FORGOTTEN = "Forgotten";
  private static final String SKIPPED = "Skipped";

  private final DueAnswers answers;

  @Inject
  SignedOcspAnswers(
      ProductCalls product, JobLease lease, JobContext job, StepContext step, DueAnswers answers) {
    super(product, lease, job, step, Pace.HALF);
    this.answers = answers;
  }

  @Override
  String[] outcomes() {
    return new String[] {SIGNED, FORGOTTEN, SKIPPED, FAILED};
  }

  @Override
  String write(String id) {
    return switch (answers.sign(id)) {
      case SIGNED -> SIGNED;
      case FORGOTTEN -> FORGOTTEN;
      case SKIPPED -> SKIPPED;
    };
  }
}
