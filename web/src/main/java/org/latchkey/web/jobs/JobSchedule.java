package org.latchkey.web.jobs;

import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.batch.Backlog;
import org.latchkey.batch.Job;
import org.latchkey.leases.Leases;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.Settings;

/**
 * Starts jobs by itself: every ten minutes, or as often as the setting {@code job-interval-minutes}
 * says, each job that has anything to do; and every minute what a killed server has left
 * unfinished, what another node runs and this one can share, and what somebody waits for. Jobs that
 * every node runs for itself are looked at every minute on each. As often as the former, it has old
 * runs forgotten.
 *
 * <p>The timer ticks on every node. The node that has the lease {@code job-schedule} starts the
 * others, and keeps it as long as it lives; another takes it over within two minutes.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class JobSchedule {

  private static final Logger LOG = Logger.getLogger(JobSchedule.class.getName());
  private static final String LEASE = "job-schedule";
  private static final Duration LEASE_TIME = Duration.ofMinutes(2);
  private static final int DEFAULT_INTERVAL = 10;

  private final Duration interval =
      Duration.ofMinutes(Settings.number("job-interval-minutes", DEFAULT_INTERVAL));

  private Instant next = Instant.MIN;

  @Inject private Jobs jobs;
  @Inject private Backlog backlog;
  @Inject private JobHistory history;
  @Inject private Leases leases;
  @Inject private Clock clock;

  @Schedule(hour = "*", minute = "*", persistent = false)
  void tick() {
    boolean due = due();
    for (Job job : Job.values()) {
      try {
        if (jobs.unfinishedElsewhere(job)
            || ((due || job.isOnEveryNode() || jobs.isSharedElsewhere(job))
                && backlog.waitsFor(job))
            || backlog.isAskedFor(job)) {
          jobs.start(job);
        }
      } catch (ServiceException running) {
        LOG.log(Level.FINE, running, () -> job.id() + " was not started");
      } catch (RuntimeException failure) {
        LOG.log(Level.WARNING, failure, () -> job.id() + " could not be started");
      }
    }
    if (due) {
      history.forget();
    }
  }

  private boolean due() {
    Instant now = clock.instant();
    try {
      if (!leases.hold(LEASE, LEASE_TIME) || now.isBefore(next)) {
        return false;
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The lease of the job schedule could not be taken", failure);
      return false;
    }
    next = now.truncatedTo(ChronoUnit.MINUTES).plus(interval);
    return true;
  }
}
