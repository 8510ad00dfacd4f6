package org.latchkey.associations;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.TextMessage;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapter.BrokerConnections;
import org.latchkey.associations.AssociationInbox.Incoming;
import org.latchkey.associations.Outbox.OutboxFilled;
import org.latchkey.leases.Leases;

/**
 * Sends what the outbox holds, oldest first, on one node at a time.
 *
 * <p>A message is forgotten once the broker has it. Where the server dies in between it is sent
 * again under the same duplicate id, and the broker keeps one of the two.
 */
@ApplicationScoped
class OutboxRelay {

  private static final Logger LOG = Logger.getLogger(OutboxRelay.class.getName());
  private static final String LEASE = "outbox";
  private static final Duration LEASE_TIME = Duration.ofSeconds(30);
  private static final int BATCH = 100;

  /** The property by which Artemis knows a message that it has had before. */
  private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

  @Inject private OutboxRows rows;
  @Inject private Leases leases;

  @Resource private ManagedExecutorService executor;

  private final ReentrantLock sending = new ReentrantLock();
  private final AtomicBoolean wanted = new AtomicBoolean();

  /** Destinations of which the log says already that the broker does not have them. */
  private final Set<String> reported = ConcurrentHashMap.newKeySet();

  /** As soon as something has been committed to the outbox, sends it. */
  void onCommit(@Observes(during = TransactionPhase.AFTER_SUCCESS) OutboxFilled filled) {
    if (wanted.compareAndSet(false, true)) {
      try {
        executor.execute(this::send);
      } catch (RejectedExecutionException stopping) {
        wanted.set(false);
      }
    }
  }

  /** Sends everything that waits, where this node holds the lease; returns when it is done. */
  void send() {
    if (!sending.tryLock()) {
      return;
    }
    try {
      do {
        wanted.set(false);
        Set<String> missing = new HashSet<>();
        while (leases.hold(LEASE, LEASE_TIME) && sendBatch(missing)) {
          LOG.log(Level.FINE, "Sent {0} messages of the outbox", BATCH);
        }
      } while (wanted.get());
    } catch (RuntimeException | JMSException failure) {
      // of the broker or the database; a timer that throws is ended by the container for good
      LOG.log(Level.WARNING, "The outbox cannot be sent now and will be tried again", failure);
    } finally {
      sending.unlock();
    }
  }

  /** Lets another node send. */
  void handOver() {
    leases.release(LEASE);
  }

  /** Puts a message that failed for good among the dead letters, past the database. */
  void deadLetter(Incoming message, String reason) {
    try (JMSContext context = BrokerConnections.open()) {
      TextMessage letter = context.createTextMessage(message.text());
      letter.setStringProperty("reason", reason);
      if (message.sender() != null) {
        letter.setStringProperty("sender", message.sender());
      }
      if (message.messageId() != null) {
        letter.setStringProperty(DUPLICATE_ID, "dead-" + message.messageId());
      }
      context.createProducer().send(context.createQueue(Destinations.DEAD_LETTERS), letter);
    } catch (JMSException failure) {
      throw new IllegalStateException("a dead letter could not be written", failure);
    }
  }

  /**
   * Sends the next messages; whether there may be more.
   *
   * @param missing destinations that the broker does not have: their messages wait, and are in
   *     nobody's way. Those that are found to be missing are added
   */
  private boolean sendBatch(Set<String> missing) throws JMSException {
    List<OutboxMessage> batch = rows.oldest(missing, BATCH);
    if (batch.isEmpty()) {
      return false;
    }
    List<Long> sent = new ArrayList<>();
    try (JMSContext context = BrokerConnections.open()) {
      for (OutboxMessage message : batch) {
        if (missing.contains(message.destination())) {
          continue;
        }
        if (sendOne(context, message)) {
          sent.add(message.id());
        } else {
          missing.add(message.destination());
        }
      }
    } finally {
      if (!sent.isEmpty()) {
        rows.sent(sent);
      }
    }
    return batch.size() == BATCH;
  }

  /** Sends a message; false where it has to wait for its destination to be there. */
  private boolean sendOne(JMSContext context, OutboxMessage message) throws JMSException {
    TextMessage text = context.createTextMessage(message.body());
    text.setStringProperty(DUPLICATE_ID, message.duplicateId());
    text.setJMSType(message.messageType());
    if (message.correlationId() != null) {
      text.setJMSCorrelationID(message.correlationId());
    }
    set(text, "account", message.account());
    set(text, "reason", message.reason());
    set(text, "sender", message.sender());
    Destination destination =
        message.isTopic()
            ? context.createTopic(message.destination())
            : context.createQueue(message.destination());
    try {
      context.createProducer().send(destination, text);
      reported.remove(message.destination());
      return true;
    } catch (InvalidDestinationRuntimeException gone) {
      return isDropped(message, gone);
    } catch (JMSRuntimeException failure) {
      if (!(failure.getCause() instanceof InvalidDestinationException)) {
        throw failure;
      }
      return isDropped(message, failure);
    }
  }

  private static void set(TextMessage text, String name, @Nullable String value)
      throws JMSException {
    if (value != null) {
      text.setStringProperty(name, value);
    }
  }

  /**
   * A temporary reply queue ends with its maker: nobody is left to read the reply. Any other
   * destination is one that the broker should have.
   */
  private boolean isDropped(OutboxMessage message, Exception gone) {
    if (message.isTopic() || !Destinations.isTemporary(message.destination())) {
      if (reported.add(message.destination())) {
        LOG.log(
            Level.WARNING,
            gone,
            () -> "The broker has no " + message.destination() + ", whose messages wait for it");
      }
      return false;
    }
    LOG.log(
        Level.INFO,
        gone,
        () -> "Nobody waits any more for a " + message.messageType() + " at its reply queue");
    return true;
  }

  /** Reads and clears the outbox in transactions of their own. */
  @ApplicationScoped
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  static class OutboxRows {

    @Inject private Outbox outbox;

    List<OutboxMessage> oldest(Set<String> passedOver, int limit) {
      return outbox.oldest(passedOver, limit);
    }

    void sent(List<Long> ids) {
      outbox.sent(ids);
    }
  }
}
