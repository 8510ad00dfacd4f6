package org.latchkey.certificates;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.leases.Leases;
import org.latchkey.mail.OutgoingMail;

/**
 * Sends, every few seconds and on one node at a time, the mails that ask for approvals. No
 * transaction is open while a mail is sent.
 */
@Singleton
@Startup
@DependsOn("ServerStart")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ValidationMailRounds {

  private static final Logger LOG = Logger.getLogger(ValidationMailRounds.class.getName());
  private static final String LEASE = "validation-mail";
  private static final Duration LEASE_TIME = Duration.ofMinutes(2);
  private static final int BATCH = 50;

  @Inject private EmailApprovals approvals;
  @Inject private OutgoingMail mail;
  @Inject private Leases leases;

  private final AtomicBoolean sending = new AtomicBoolean();

  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  void tick() {
    if (!mail.isConfigured() || !sending.compareAndSet(false, true)) {
      return;
    }
    try {
      for (String id : approvals.due(BATCH)) {
        if (!leases.hold(LEASE, LEASE_TIME)) {
          return;
        }
        send(id);
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Validation mail could not be sent now", failure);
    } finally {
      sending.set(false);
    }
  }

  private void send(String id) {
    try {
      @Nullable ValidationMail letter = approvals.prepare(id).orElse(null);
      if (letter != null) {
        mail.send(letter.recipients(), letter.subject(), letter.text());
        approvals.sent(id);
      }
    } catch (IOException failure) {
      LOG.log(Level.WARNING, failure, () -> "The mail for " + id + " will be tried again");
      approvals.failed(id);
    }
  }
}
