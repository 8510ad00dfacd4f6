package org.latchkey.web.jobs;

import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.StepExecution;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.batch.Job;
import org.latchkey.batch.JobLease;
import org.latchkey.web.jobs.JobOperations.JobDescription;

/**
 * The executions of jobs that the batch runtime's repository knows, on all nodes.
 *
 * <p>A session bean, for the reason that {@link org.latchkey.batch.ProductCalls} gives: a job's
 * thread inherits the invocation that starts it.
 */
@Stateless
@TransactionManagement(TransactionManagementType.BEAN)
public class JobExecutions {

  /** The status of an execution that a killed server has left and that a later one has gone on. */
  static final String INTERRUPTED = "INTERRUPTED";

  /** The parameter that says on which node an execution runs. */
  private static final String NODE = "node";

  /** How many runs are looked at of a job that nodes share: more than there are nodes. */
  private static final int MOST_SHARING = 10;

  private static final Logger LOG = Logger.getLogger(JobExecutions.class.getName());

  private static final Set<BatchStatus> UNFINISHED =
      EnumSet.of(BatchStatus.STARTING, BatchStatus.STARTED, BatchStatus.STOPPING);

  @Inject private JobLease lease;

  /** The execution of a job that runs on this node. */
  public Optional<Long> running(Job job) {
    return repository().running(job.id());
  }

  /**
   * The last execution of a job where its end is not on record and it does not run on this node: it
   * runs on another, or its server was killed. Of a job that nodes share, one whose server was
   * killed, which need not be the last.
   */
  public Optional<Long> unfinishedElsewhere(Job job) {
    if (job.isOnEveryNode()) {
      // another node's may well be running; and what a killed server has left is begun anew
      return Optional.empty();
    }
    return unfinished(job)
        .filter(execution -> !job.isShared() || !isHeldElsewhere(execution))
        .map(JobExecution::getExecutionId)
        .findFirst();
  }

  /** Whether another node runs a job that this one may share. */
  public boolean isSharedElsewhere(Job job) {
    return job.isShared() && unfinished(job).anyMatch(this::isHeldElsewhere);
  }

  /** What was not finished of a job and does not run on this node. */
  private Stream<JobExecution> unfinished(Job job) {
    Optional<Long> running = running(job);
    JobRepository repository = repository();
    return repository.recent(job.id(), job.isShared() ? MOST_SHARING : 1).stream()
        .filter(execution -> repository.read(execution, JobExecutions::isUnfinished).orElse(false))
        .filter(execution -> !running.equals(Optional.of(execution.getExecutionId())));
  }

  private boolean isHeldElsewhere(JobExecution execution) {
    String node = node(execution);
    return node != null
        && !node.equals(lease.node())
        && lease.heldUntil(execution.getJobName(), node).isPresent();
  }

  /** The node that an execution runs or has run on; this one where that is not known. */
  public String nodeOf(long executionId) {
    String node = node(operator().getJobExecution(executionId));
    return node == null ? lease.node() : node;
  }

  /** Starts a job. */
  public long start(Job job) {
    return operator().start(job.id(), here());
  }

  /**
   * Goes on with an execution whose server was killed. Where the runtime refuses, the job is
   * started anew: it finds what is left to do by itself.
   */
  public long resume(Job job, long interrupted) {
    try {
      return operator().restart(interrupted, here());
    } catch (BatchRuntimeException refused) {
      LOG.log(Level.WARNING, refused, () -> "Execution " + interrupted + " cannot be resumed");
      return start(job);
    }
  }

  /** Notes on which node an execution runs. */
  private Properties here() {
    Properties parameters = new Properties();
    parameters.setProperty(NODE, lease.node());
    return parameters;
  }

  public Optional<JobDescription> find(long executionId) {
    JobRepository repository = repository();
    return repository.find(executionId).flatMap(found -> repository.read(found, this::describe));
  }

  /** The last execution of each of the most recent runs of a job, at most {@code limit}. */
  public List<JobDescription> list(Job job, int limit) {
    JobRepository repository = repository();
    return repository.recent(job.id(), limit).stream()
        .flatMap(found -> repository.read(found, this::describe).stream())
        .toList();
  }

  private static boolean isUnfinished(JobExecution execution) {
    return UNFINISHED.contains(execution.getBatchStatus());
  }

  private JobDescription describe(JobExecution execution) {
    long id = execution.getExecutionId();
    String node = node(execution);
    boolean unfinished = isUnfinished(execution);
    return new JobDescription(
        id,
        execution.getJobName(),
        status(execution),
        node,
        node != null && unfinished
            ? lease.heldUntil(execution.getJobName(), node).orElse(null)
            : null,
        instant(execution.getStartTime()),
        unfinished ? null : instant(execution.getEndTime()),
        counts(id));
  }

  private static @Nullable String node(JobExecution execution) {
    Properties parameters = execution.getJobParameters();
    return parameters == null ? null : parameters.getProperty(NODE);
  }

  private String status(JobExecution execution) {
    BatchStatus status = execution.getBatchStatus();
    return UNFINISHED.contains(status) && (repository().isResumed(execution) || isLeft(execution))
        ? INTERRUPTED
        : status.name();
  }

  /**
   * Whether a node's server was killed in the middle of a job that several nodes may run at once,
   * and nobody has gone on with it yet: its lease has ended, or its node has begun the job anew.
   */
  private boolean isLeft(JobExecution execution) {
    Job job =
        Job.withId(execution.getJobName())
            .filter(known -> known.isOnEveryNode() || known.isShared())
            .orElse(null);
    if (job == null || running(job).equals(Optional.of(execution.getExecutionId()))) {
      return false;
    }
    String node = node(execution);
    return node == null || node.equals(lease.node()) || lease.heldUntil(job.id(), node).isEmpty();
  }

  private static Map<String, Long> counts(long executionId) {
    Map<String, Long> counts = new TreeMap<>();
    for (StepExecution step : operator().getStepExecutions(executionId)) {
      if (step.getPersistentUserData() instanceof Map<?, ?> kept) {
        kept.forEach((outcome, count) -> counts.merge((String) outcome, (Long) count, Long::sum));
      }
    }
    return counts;
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }

  private static JobRepository repository() {
    return new JobRepository(operator());
  }

  private static JobOperator operator() {
    return BatchRuntime.getJobOperator();
  }
}
