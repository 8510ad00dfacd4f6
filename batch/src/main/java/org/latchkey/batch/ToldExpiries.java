package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.certificates.ExpiryEvents;

/**
 * Tells that certificates end. One of which nothing is to be told, because its account wants to
 * know later or it was renewed meanwhile, is {@code Skipped}.
 */
@Named
@Dependent
class ToldExpiries extends ItemByItem {

  private static final String TOLD = "Told";
  private static final String SKIPPED = "Skipped";

  private final ExpiryEvents events;

  @Inject
  ToldExpiries(
      ProductCalls product, JobLease lease, JobContext job, StepContext step, ExpiryEvents events) {
    super(product, lease, job, step);
    this.events = events;
  }

  @Override
  String[] outcomes() {
    return new String[] {TOLD, SKIPPED, FAILED};
  }

  @Override
  String write(String id) {
    return events.tell(id) ? TOLD : SKIPPED;
  }
}
