package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.certificates.PrivateKeyReencryption;

/**
 * Reads private keys again, a hundred at a time: {@code Pages}. A re-encryption of which all have
 * been read is {@code Completed}.
 */
@Named
@Dependent
class VerifiedReencryptions extends ItemByItem {

  private static final String PAGES = "Pages";
  private static final String COMPLETED = "Completed";

  private final PrivateKeyReencryption reencryption;

  @Inject
  VerifiedReencryptions(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      PrivateKeyReencryption reencryption) {
    super(product, lease, job, step);
    this.reencryption = reencryption;
  }

  @Override
  String[] outcomes() {
    return new String[] {PAGES, COMPLETED};
  }

  @Override
  String write(String id) {
    return reencryption.verify(id) ? PAGES : COMPLETED;
  }
}
