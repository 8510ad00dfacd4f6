package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import org.latchkey.authorities.DueRevocationLists;

/** Makes revocation lists. One that another has made meanwhile is {@code Skipped}. */
@Named
@Dependent
class PublishedRevocationLists extends ItemByItem {

  private static final String PUBLISHED = "Published";
  private static final String SKIPPED = "Skipped";

  private final DueRevocationLists lists;

  @Inject
  PublishedRevocationLists(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      StepContext step,
      DueRevocationLists lists) {
    super(product, lease, job, step);
    this.lists = lists;
  }

  @Override
  String[] outcomes() {
    return new String[] {PUBLISHED, SKIPPED, FAILED};
  }

  @Override
  String write(String id) {
    return lists.publish(id) ? PUBLISHED : SKIPPED;
  }
}
