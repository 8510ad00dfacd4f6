package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.logging.Logger;
import org.latchkey.audit.TrailDigests;

/** Makes and signs digests of this node's audit trail. */
@Named
@Dependent
class MadeDigests extends ItemByItem {

  private static final Logger LOG = Logger.getLogger(MadeDigests.class.getName());
  private static final String SIGNED = "Signed";

  private final TrailDigests digests;

  @Inject
  MadeDigests(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      TrailDigests digests) {
    super(product, lease, job, step);
    this.digests = digests;
  }

  @Override
  String[] outcomes() {
    return new String[] {SIGNED, FAILED};
  }

  @Override
  String write(String due) {
    String name = digests.make();
    LOG.fine(() -> "Made " + name);
    return SIGNED;
  }
}
