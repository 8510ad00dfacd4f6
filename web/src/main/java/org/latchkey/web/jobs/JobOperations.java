package org.latchkey.web.jobs;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.batch.Job;
import org.latchkey.identity.AccountDirectory;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Starting jobs by hand, and looking at them. Jobs work for all accounts and Regions of the
 * installation, and so they are the management account's.
 *
 * <p>Without a transaction: the batch runtime keeps its repository in transactions of its own.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.NOT_SUPPORTED)
@Audited("latchkey")
public class JobOperations {

  /** A job by its id, for example {@code renew-certificates}. */
  public record StartJobRequest(String jobName) {}

  public record StartJobResponse(long executionId) {}

  public record DescribeJobRequest(Long executionId) {}

  /**
   * An execution of a job.
   *
   * @param status Jakarta Batch's, or {@code INTERRUPTED} where its server was killed and a later
   *     execution has gone on with it or begun anew
   * @param node where it runs, or has run; null for one that an earlier version started
   * @param leaseUntil until when no other node goes on with it, unless it is kept; null where it
   *     has ended
   * @param startedAt null where it has not begun yet
   * @param endedAt null where it has not ended, or its server was killed
   * @param counts how many items ended in which way, counted from the job's first execution on;
   *     empty until this one has ended
   */
  public record JobDescription(
      long executionId,
      String jobName,
      String status,
      @Nullable String node,
      @Nullable Instant leaseUntil,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      Map<String, Long> counts) {

    public JobDescription {
      counts = Map.copyOf(counts);
    }
  }

  public record ListJobsRequest(@Nullable String jobName, @Nullable Integer maxItems) {}

  public record ListJobsResponse(List<JobDescription> jobs) {

    public ListJobsResponse {
      jobs = List.copyOf(jobs);
    }
  }

  private static final int DEFAULT_ITEMS = 20;

  @Inject private Jobs jobs;
  @Inject private JobExecutions executions;
  @Inject private AccountDirectory accounts;
  @Inject private Authorizer authorizer;

  /**
   * Starts a job and returns at once.
   *
   * @throws ServiceException {@code ResourceInUseException} where it runs already, on whichever
   *     node
   */
  public StartJobResponse startJob(Caller caller, StartJobRequest request) {
    authorize(caller, "latchkey:StartJob");
    return new StartJobResponse(jobs.start(job(request.jobName())));
  }

  /**
   * An execution as it stands.
   *
   * @throws ServiceException {@code ResourceNotFoundException}
   */
  public JobDescription describeJob(Caller caller, DescribeJobRequest request) {
    authorize(caller, "latchkey:DescribeJob");
    return executions
        .find(request.executionId())
        .orElseThrow(
            () ->
                new ServiceException(
                    JobFault.RESOURCE_NOT_FOUND,
                    "There is no execution " + request.executionId() + "."));
  }

  /**
   * The most recent runs of one job or of all, the newest first; of a run that was interrupted, the
   * last execution.
   */
  public ListJobsResponse listJobs(Caller caller, ListJobsRequest request) {
    authorize(caller, "latchkey:ListJobs");
    int limit = request.maxItems() == null ? DEFAULT_ITEMS : request.maxItems();
    List<Job> wanted =
        request.jobName() == null ? Arrays.asList(Job.values()) : List.of(job(request.jobName()));
    return new ListJobsResponse(
        wanted.stream()
            .flatMap(job -> executions.list(job, limit).stream())
            .sorted(Comparator.comparing(JobDescription::executionId).reversed())
            .limit(limit)
            .toList());
  }

  private void authorize(Caller caller, String action) {
    authorizer.authorize(AuthorizationRequest.onAccount(caller, action, RequestContext.empty()));
    if (!accounts.isManagement(caller.account())) {
      throw new ServiceException(
          CommonFault.ACCESS_DENIED,
          "Only the management account may start jobs, which work for all accounts, and look at them.");
    }
  }

  private static Job job(String id) {
    return Job.withId(id)
        .orElseThrow(
            () -> new ServiceException(CommonFault.VALIDATION, "There is no job " + id + "."));
  }
}
