package org.latchkey.web.metrics;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;
import org.latchkey.batch.Job;
import org.latchkey.web.jobs.JobExecutions;
import org.latchkey.web.jobs.JobOperations.JobDescription;

/**
 * Gauges of each job's latest execution, on whichever node: {@code JobRunning} (1 or 0), {@code
 * JobSucceeded} (1 or 0, of one that has ended), {@code JobSeconds} (how long it took, or has
 * taken) and {@code JobSecondsSinceEnd}, with the tag {@code job}; and {@code JobItems} with the
 * tag {@code outcome} besides.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class JobMetrics {

  private static final Logger LOG = Logger.getLogger(JobMetrics.class.getName());
  private static final Set<String> RUNNING = Set.of("STARTING", "STARTED", "STOPPING");

  @Inject private MetricRegistry registry;
  @Inject private JobExecutions executions;
  @Inject private Clock clock;

  private final Map<Job, JobDescription> latest = new ConcurrentHashMap<>();
  private final Set<String> shown = ConcurrentHashMap.newKeySet();

  @Schedule(hour = "*", minute = "*", second = "*/30", persistent = false)
  void read() {
    for (Job job : Job.values()) {
      try {
        executions.list(job, 1).stream().findFirst().ifPresent(found -> show(job, found));
      } catch (RuntimeException failure) {
        LOG.log(Level.WARNING, failure, () -> job.id() + " cannot be looked at now");
      }
    }
  }

  private void show(Job job, JobDescription found) {
    latest.put(job, found);
    Tag tag = new Tag("job", job.id());
    if (shown.add(job.id())) {
      registry.gauge("JobRunning", () -> isRunning(job) ? 1 : 0, tag);
      registry.gauge("JobSucceeded", () -> isCompleted(job) ? 1 : 0, tag);
      registry.gauge("JobSeconds", () -> seconds(job), tag);
      registry.gauge("JobSecondsSinceEnd", () -> secondsSinceEnd(job), tag);
    }
    for (String outcome : found.counts().keySet()) {
      if (shown.add(job.id() + '/' + outcome)) {
        registry.gauge("JobItems", () -> items(job, outcome), tag, new Tag("outcome", outcome));
      }
    }
  }

  private JobDescription of(Job job) {
    JobDescription found = latest.get(job);
    if (found == null) {
      throw new IllegalStateException(job.id() + " has not been looked at");
    }
    return found;
  }

  private boolean isRunning(Job job) {
    return RUNNING.contains(of(job).status());
  }

  private boolean isCompleted(Job job) {
    return of(job).status().equals("COMPLETED");
  }

  private long seconds(Job job) {
    Instant start = of(job).startedAt();
    Instant end = of(job).endedAt();
    return start == null
        ? 0
        : Duration.between(start, end == null ? clock.instant() : end).toSeconds();
  }

  private long secondsSinceEnd(Job job) {
    Instant end = of(job).endedAt();
    return end == null ? 0 : Duration.between(end, clock.instant()).toSeconds();
  }

  private long items(Job job, String outcome) {
    return of(job).counts().getOrDefault(outcome, 0L);
  }
}
