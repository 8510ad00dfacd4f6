package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.certificates.PrivateKeyReencryption;

/** Re-encrypts private keys. One that needs it no more, or has to wait, is {@code Skipped}. */
@Named
@Dependent
class ReencryptedPrivateKeys extends ItemByItem {

  private static final String REENCRYPTED = "Reencrypted";
  private static final String SKIPPED = "Skipped";

  private final PrivateKeyReencryption reencryption;

  @Inject
  ReencryptedPrivateKeys(
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
    return new String[] {REENCRYPTED, SKIPPED, FAILED};
  }

  @Override
  String write(String id) {
    return switch (reencryption.reencrypt(id)) {
      case REENCRYPTED -> REENCRYPTED;
      case SKIPPED -> SKIPPED;
      case FAILED -> FAILED;
    };
  }
}
