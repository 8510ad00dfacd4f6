package org.latchkey.web.jobs;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.operations.JobSecurityException;
import jakarta.batch.operations.NoSuchJobException;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.operations.NoSuchJobInstanceException;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.JobInstance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads the batch runtime's repository, from which {@link JobHistory} takes runs at any moment, on
 * any node. The runtime has no name for what has gone between two of its queries: it fails with a
 * null reference, says that the caller may not see the run, or that the job was never started. Here
 * such a run is just not there.
 */
class JobRepository {

  private static final Logger LOG = Logger.getLogger(JobRepository.class.getName());

  /** More often than that, runs are not forgotten one after the other. */
  private static final int MOST_ATTEMPTS = 10;

  private final JobOperator operator;

  JobRepository(JobOperator operator) {
    this.operator = operator;
  }

  /** The last execution of a job that runs on this node. */
  Optional<Long> running(String jobId) {
    for (int attempt = 1; ; attempt++) {
      try {
        return operator.getRunningExecutions(jobId).stream().max(Comparator.naturalOrder());
      } catch (NoSuchJobException none) {
        return Optional.empty();
      } catch (IllegalStateException forgotten) {
        if (attempt == MOST_ATTEMPTS) {
          throw forgotten;
        }
      }
    }
  }

  Optional<JobExecution> find(long executionId) {
    try {
      return Optional.ofNullable(operator.getJobExecution(executionId));
    } catch (NoSuchJobExecutionException | JobSecurityException gone) {
      return Optional.empty();
    }
  }

  /** The last executions of the most recent instances that have one, at most {@code limit}. */
  List<JobExecution> recent(String jobId, int limit) {
    List<JobExecution> found = new ArrayList<>();
    int count = count(jobId);
    for (int position = 0; position < count && found.size() < limit; position++) {
      instance(jobId, position).flatMap(this::last).ifPresent(found::add);
    }
    return found;
  }

  /** Whether an execution's instance has a later one. */
  boolean isResumed(JobExecution execution) {
    return last(operator.getJobInstance(execution.getExecutionId()))
        .filter(last -> last.getExecutionId() != execution.getExecutionId())
        .isPresent();
  }

  /**
   * What is read of an execution; empty where it is forgotten meanwhile: the runtime reads each
   * property when it is asked for.
   */
  <T> Optional<T> read(JobExecution execution, Function<JobExecution, T> what) {
    try {
      return Optional.of(what.apply(execution));
    } catch (NullPointerException | BatchRuntimeException failure) {
      if (find(execution.getExecutionId()).isPresent()) {
        throw failure;
      }
      return Optional.empty();
    }
  }

  private int count(String jobId) {
    try {
      return operator.getJobInstanceCount(jobId);
    } catch (NoSuchJobException none) {
      return 0;
    }
  }

  /**
   * One instance of a job, the newest being the first; empty where its start has not come as far as
   * its status. That lasts for the time between two writes of the runtime, or for ever where the
   * server was killed there; the runtime fails on it.
   */
  private Optional<JobInstance> instance(String jobId, int position) {
    try {
      return operator.getJobInstances(jobId, position, 1).stream().findFirst();
    } catch (NoSuchJobException forgotten) {
      return Optional.empty();
    } catch (NullPointerException halfMade) {
      LOG.log(Level.FINE, halfMade, () -> "An instance of " + jobId + " has no status");
      return Optional.empty();
    }
  }

  private Optional<JobExecution> last(JobInstance instance) {
    try {
      return operator.getJobExecutions(instance).stream()
          .max(Comparator.comparing(JobExecution::getExecutionId));
    } catch (NoSuchJobInstanceException | JobSecurityException forgotten) {
      return Optional.empty();
    }
  }
}
