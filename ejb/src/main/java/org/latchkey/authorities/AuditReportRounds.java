package org.latchkey.authorities;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.leases.Leases;

/**
 * Goes on, on one node at a time and for the larger part of each second, with the audit reports
 * that were too long for the calls that asked for them: a part of each in turn.
 */
@Singleton
@Startup
@DependsOn("ServerStart")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class AuditReportRounds {

  private static final Logger LOG = Logger.getLogger(AuditReportRounds.class.getName());
  private static final String LEASE = "audit-reports";
  private static final Duration LEASE_TIME = Duration.ofMinutes(1);
  private static final Duration SHARE_OF_SECOND = Duration.ofMillis(700);
  private static final int AT_ONCE = 20;

  @Inject private AuditReportWriter writer;
  @Inject private Leases leases;
  @Inject private Clock clock;

  private final AtomicBoolean writing = new AtomicBoolean();

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void tick() {
    if (!writing.compareAndSet(false, true)) {
      return;
    }
    try {
      Instant end = clock.instant().plus(SHARE_OF_SECOND);
      Deque<String> due = new ArrayDeque<>(writer.due(AT_ONCE));
      while (!due.isEmpty() && clock.instant().isBefore(end) && leases.hold(LEASE, LEASE_TIME)) {
        String id = due.remove();
        if (goOn(id)) {
          due.add(id);
        }
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Audit reports could not be written now", failure);
    } finally {
      writing.set(false);
    }
  }

  private boolean goOn(String id) {
    try {
      return writer.goOn(id);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, failure, () -> "Audit report " + id + " could not be gone on with");
      writer.stumble(id);
      return false;
    }
  }
}
