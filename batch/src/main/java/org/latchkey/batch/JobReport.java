package org.latchkey.batch;

import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Map;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Writes one line to the log when a job ends, and lets the job's lease go. */
@Named
@Dependent
class JobReport extends AbstractJobListener {

  private static final Logger LOG = Logger.getLogger(JobReport.class.getName());

  private final ProductCalls product;
  private final JobContext job;
  private final JobLease lease;

  @Inject
  JobReport(ProductCalls product, JobContext job, JobLease lease) {
    this.product = product;
    this.job = job;
    this.lease = lease;
  }

  @Override
  public void afterJob() {
    product.call(() -> lease.end(job.getJobName()));
    LOG.info(
        () ->
            "%s, execution %d: %s%s"
                .formatted(job.getJobName(), job.getExecutionId(), status(), counts()));
  }

  /** The runtime sets the status of a job that went well only after its listeners. */
  private BatchStatus status() {
    BatchStatus status = job.getBatchStatus();
    return status == BatchStatus.STARTED ? BatchStatus.COMPLETED : status;
  }

  private String counts() {
    return job.getTransientUserData() instanceof Map<?, ?> counts
        ? counts.entrySet().stream()
            .map(count -> ", " + count.getKey() + ' ' + count.getValue())
            .collect(Collectors.joining())
        : "";
  }
}
