package org.latchkey.notifications;

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
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.leases.Leases;
import org.latchkey.mail.OutgoingMail;
import org.latchkey.notifications.Notifications.Told;
import org.latchkey.notifications.SubscriptionConfirmations.Letter;

/**
 * Asks subscribers to confirm, and tells them, every second and on one node at a time, what they
 * have not been told yet.
 */
@Singleton
@Startup
@DependsOn("ServerStart")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class NotificationRounds {

  private static final Logger LOG = Logger.getLogger(NotificationRounds.class.getName());
  private static final String LEASE = "notifications";
  private static final Duration LEASE_TIME = Duration.ofMinutes(2);
  private static final int BATCH = 50;

  /** So many events one after the other, before other subscribers have their turn. */
  private static final int MOST_EVENTS = 20;

  @Inject private Notifications notifications;
  @Inject private SubscriptionConfirmations confirmations;
  @Inject private Webhooks webhooks;
  @Inject private OutgoingMail mail;
  @Inject private Leases leases;
  @Inject private Clock clock;

  private final AtomicBoolean telling = new AtomicBoolean();

  @Schedule(hour = "*", minute = "*", second = "*", persistent = false)
  void tick() {
    if (!telling.compareAndSet(false, true)) {
      return;
    }
    try {
      confirmations.due(BATCH).forEach(id -> eachForItself(id, this::askToConfirm));
      notifications.due(BATCH).forEach(id -> eachForItself(id, this::tell));
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Subscribers could not be told of events now", failure);
    } finally {
      telling.set(false);
    }
  }

  /** A subscription that cannot be dealt with is in no other's way. */
  private static void eachForItself(String subscriptionId, Consumer<String> what) {
    try {
      what.accept(subscriptionId);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, failure, () -> subscriptionId + " could not be dealt with now");
    }
  }

  private void askToConfirm(String subscriptionId) {
    if (!leases.hold(LEASE, LEASE_TIME)) {
      return;
    }
    @Nullable Letter letter = confirmations.prepare(subscriptionId).orElse(null);
    if (letter == null) {
      return;
    }
    try {
      mail.send(List.of(letter.address()), letter.subject(), letter.text());
    } catch (IOException | RuntimeException refused) {
      LOG.log(Level.INFO, refused, () -> subscriptionId + " could not be asked to confirm");
      confirmations.failed(subscriptionId, String.valueOf(refused.getMessage()));
      return;
    }
    confirmations.sent(subscriptionId);
  }

  private void tell(String subscriptionId) {
    for (int told = 0; told < MOST_EVENTS; told++) {
      @Nullable Told next = notifications.next(subscriptionId).orElse(null);
      if (next == null || !leases.hold(LEASE, LEASE_TIME)) {
        return;
      }
      try {
        send(next);
      } catch (IOException | RuntimeException refused) {
        LOG.log(Level.INFO, refused, () -> subscriptionId + " has not taken an event");
        notifications.refused(next, String.valueOf(refused.getMessage()));
        return;
      } catch (InterruptedException stopping) {
        Thread.currentThread().interrupt();
        return;
      }
      notifications.taken(next);
    }
  }

  private void send(Told next) throws IOException, InterruptedException {
    if (next.protocol() == EventProtocol.EMAIL) {
      mail.send(List.of(next.endpoint()), next.detailType(), next.body());
      return;
    }
    try (SecretBytes secret = notifications.secret(next)) {
      webhooks.tell(next.endpoint(), next.id(), next.body(), secret, clock.instant());
    }
  }
}
