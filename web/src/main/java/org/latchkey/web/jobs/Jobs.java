package org.latchkey.web.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.latchkey.batch.Job;
import org.latchkey.batch.JobLease;
import org.latchkey.shared.ServiceException;

/** Starts jobs, each once at a time: on one node, or once on each of those that share it. */
@ApplicationScoped
class Jobs {

  @Inject private JobLease lease;
  @Inject private JobExecutions executions;

  /**
   * Starts a job; where a killed server has left it unfinished, goes on with it.
   *
   * @return the id of the execution
   * @throws ServiceException {@code ResourceInUseException} where the job runs, here or, unless
   *     nodes share it, on another node
   */
  synchronized long start(Job job) {
    Optional<Long> running = executions.running(job);
    if (running.isPresent()) {
      throw inUse(job, "it runs already, as execution " + running.get());
    }
    if (!lease.hold(job.id())) {
      throw inUse(job, "another node runs it, or did a moment ago");
    }
    try {
      return executions
          .unfinishedElsewhere(job)
          .filter(left -> lease.takeOver(job.id(), executions.nodeOf(left)))
          .map(interrupted -> executions.resume(job, interrupted))
          .orElseGet(() -> executions.start(job));
    } catch (RuntimeException notStarted) {
      lease.release(job.id());
      throw notStarted;
    }
  }

  /** Whether a job is unfinished and does not run on this node. */
  boolean unfinishedElsewhere(Job job) {
    return executions.unfinishedElsewhere(job).isPresent();
  }

  /** Whether another node runs a job that this one could share. */
  boolean isSharedElsewhere(Job job) {
    return executions.running(job).isEmpty() && executions.isSharedElsewhere(job);
  }

  private static ServiceException inUse(Job job, String why) {
    return new ServiceException(
        JobFault.RESOURCE_IN_USE, "The job " + job.id() + " cannot be started: " + why + ".");
  }
}
