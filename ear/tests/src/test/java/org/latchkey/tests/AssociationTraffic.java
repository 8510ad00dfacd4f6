package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.AssociationReply;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.Delivery;
import org.latchkey.client.Json;
import org.latchkey.tests.RootUser.Association;
import org.latchkey.tests.RootUser.Service;

/**
 * An integrated service that keeps associating and disassociating, outlives the broker's death, and
 * remembers what it asked for and what came back.
 *
 * <p>It has at most one request under way for each certificate and resource, so that what must be
 * true at the end is known. A request whose sending failed may have reached the broker or not; it
 * is sent again under the same duplicate id, of which the broker keeps one.
 */
final class AssociationTraffic implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long RECONNECT_MILLIS = 100;

  /** One in this many requests for an associated resource asks for the same once more. */
  private static final int REPEATS = 5;

  private final String broker;
  private final Service service;
  private final List<Target> targets;
  private final Random random;
  private final Thread sender = new Thread(this::run, "association traffic");

  // All below is guarded by this object's monitor, whose waiters wake at each change.
  private final Deque<Request> unsent = new ArrayDeque<>();
  private final Map<String, Request> unanswered = new LinkedHashMap<>();
  private final Map<Target, Association> standing = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private final Map<String, Delivery> lastDeliveries = new HashMap<>();
  private final List<String> surprises = new ArrayList<>();
  private int requests;
  private long events;
  private boolean asking;
  private boolean closed;
  private boolean connected;

  /** What a certificate is associated with. */
  record Target(String certificateArn, String resourceArn) {}

  private record Request(String id, Target target, boolean associates) {
    String type() {
      return associates ? "AssociateCertificate" : "DisassociateCertificate";
    }
  }

  AssociationTraffic(String broker, Service service, List<Target> targets, long seed) {
    this.broker = broker;
    this.service = service;
    this.targets = List.copyOf(targets);
    this.random = new Random(seed);
    sender.setDaemon(true);
  }

  void start() {
    sender.start();
  }

  /** Makes new requests from now on. */
  synchronized void ask() {
    asking = true;
    notifyAll();
  }

  /** Returns after so many further requests were accepted by the broker or answered. */
  synchronized void awaitEvents(int count) {
    long enough = events + count;
    await("events of the traffic", () -> events >= enough);
  }

  /** Makes no new requests, and returns when each one that was made has been answered. */
  synchronized void settle() {
    asking = false;
    await("each request is answered", () -> unsent.isEmpty() && unanswered.isEmpty());
    assertThat(surprises).as("replies that must not be").isEmpty();
  }

  /**
   * Returns when each association's last delivery is what it must be: the certificate where the
   * association stands, its withdrawal where it has ended.
   */
  synchronized void awaitDeliveries() {
    await(
        "deliveries and withdrawals of all associations",
        () -> undelivered().isEmpty() && ended.stream().allMatch(this::isWithdrawn));
  }

  private List<Association> undelivered() {
    return standing.values().stream().filter(association -> !isDelivered(association)).toList();
  }

  private boolean isDelivered(Association association) {
    return lastDeliveries.get(association.associationId()) instanceof CertificateDelivery last
        && last.grantId().equals(association.grantId());
  }

  private boolean isWithdrawn(String associationId) {
    return lastDeliveries.containsKey(associationId)
        && !(lastDeliveries.get(associationId) instanceof CertificateDelivery);
  }

  /** The associations that stand, by the replies. */
  synchronized Collection<Association> standing() {
    return List.copyOf(standing.values());
  }

  /** How many requests were made. */
  synchronized int requests() {
    return requests;
  }

  private void run() {
    while (!isClosed()) {
      try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(broker);
          Connection connection =
              factory.createConnection(
                  service.credentials().brokerLogin(), service.credentials().brokerPassword())) {
        connection.setExceptionListener(lost -> setConnected(false));
        setConnected(true);
        listen(connection);
        connection.start();
        send(connection.createSession(false, Session.AUTO_ACKNOWLEDGE));
      } catch (JMSException brokerIsGone) {
        pause();
      }
    }
  }

  private void listen(Connection connection) throws JMSException {
    Session replies = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
    replies
        .createConsumer(replies.createQueue(service.credentials().replyQueue()))
        .setMessageListener(message -> take(message, this::reply));
    Session deliveries = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
    deliveries
        .createConsumer(deliveries.createQueue(service.credentials().deliveryQueue()))
        .setMessageListener(message -> take(message, this::delivery));
  }

  private interface Taker {
    void take(String correlationId, String text);
  }

  private void take(Message message, Taker taker) {
    try {
      taker.take(message.getJMSCorrelationID(), message.getBody(String.class));
      message.acknowledge();
    } catch (JMSException brokerIsGone) {
      // What was taken comes again, and is taken again.
      setConnected(false);
    }
  }

  private void send(Session session) throws JMSException {
    MessageProducer producer = session.createProducer(session.createQueue("latchkey.associations"));
    Request request = next();
    while (request != null) {
      TextMessage message =
          session.createTextMessage(
              Json.write(
                  Map.of(
                      "type", request.type(),
                      "certificateArn", request.target().certificateArn(),
                      "resourceArn", request.target().resourceArn(),
                      "service", service.name())));
      message.setJMSCorrelationID(request.id());
      message.setJMSReplyTo(session.createQueue(service.credentials().replyQueue()));
      message.setStringProperty("_AMQ_DUPL_ID", request.id());
      producer.send(message);
      accepted(request);
      request = next();
    }
  }

  /** The next request to send, as soon as there is one; null when the connection is of no use. */
  private synchronized @Nullable Request next() {
    try {
      while (connected && !closed) {
        if (unsent.isEmpty() && asking) {
          make();
        }
        if (!unsent.isEmpty()) {
          return unsent.peek();
        }
        wait();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return null;
  }

  private void make() {
    List<Target> free = new ArrayList<>(targets);
    unanswered.values().forEach(request -> free.remove(request.target()));
    if (!free.isEmpty()) {
      Target target = free.get(random.nextInt(free.size()));
      boolean associates = !standing.containsKey(target) || random.nextInt(REPEATS) == 0;
      requests++;
      Request request = new Request("request-" + requests, target, associates);
      unsent.add(request);
      unanswered.put(request.id(), request);
    }
  }

  private synchronized void accepted(Request request) {
    unsent.remove(request);
    changed();
  }

  private synchronized void reply(String correlationId, String text) {
    AssociationReply reply = Json.read(text, AssociationReply.class);
    Request request = unanswered.remove(correlationId);
    if (request != null) {
      // Where it is still unsent, the broker had it although the sender was not told.
      unsent.remove(request);
      settle(request, reply);
    }
    changed();
  }

  private void settle(Request request, AssociationReply reply) {
    Target target = request.target();
    Association before = standing.get(target);
    Association now =
        new Association(
            String.valueOf(reply.associationId()),
            target.certificateArn(),
            target.resourceArn(),
            String.valueOf(reply.grantId()),
            "ACTIVE");
    boolean expected =
        reply.status().equals(request.associates() ? "Associated" : "Disassociated")
            && (before == null || before.equals(now));
    if (!expected) {
      surprises.add(request + " after " + before + ": " + reply);
    }
    if (request.associates()) {
      standing.put(target, now);
    } else {
      standing.remove(target);
      ended.add(now.associationId());
    }
  }

  private synchronized void delivery(String correlationId, String text) {
    Delivery delivery = Json.read(text, Delivery.class);
    lastDeliveries.put(delivery.associationId(), delivery);
    changed();
  }

  private void changed() {
    events++;
    notifyAll();
  }

  private synchronized void setConnected(boolean isConnected) {
    connected = isConnected;
    notifyAll();
  }

  private synchronized boolean isClosed() {
    return closed;
  }

  private synchronized void pause() {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(RECONNECT_MILLIS);
    try {
      long left = RECONNECT_MILLIS;
      while (!closed && left > 0) {
        wait(left);
        left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void await(String description, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.getAsBoolean()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        assertThat(left)
            .as(
                "%s within %s; unsent %s, unanswered %s, undelivered %s, ended %s",
                description, PATIENCE, unsent, unanswered.values(), undelivered(), ended.size())
            .isPositive();
        wait(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    try {
      sender.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    assertThat(sender.isAlive()).as("the traffic goes on").isFalse();
  }
}
