package org.latchkey.client;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * An integrated service's side of the messaging contract: it asks for associations and receives
 * what follows from them.
 *
 * <p>Messages are delivered at least once: a delivery counts as received when its handler has
 * returned, and comes again otherwise, also after a crash. Not for use by several threads at once.
 */
public final class AssociationClient implements AutoCloseable {
  private static final String ASSOCIATIONS = "latchkey.associations";
  private static final int LONGEST_PROBLEM = 1_000;
  private static final String REFUSED = "Refused";

  private final String service;
  private final ActiveMQConnectionFactory factory;
  private final Connection connection;
  private final Session requestSession;
  private final Queue replyQueue;
  private final MessageProducer requests;
  private final MessageConsumer replies;
  private final Session deliverySession;
  private final MessageConsumer deliveries;

  private AssociationClient(
      ActiveMQConnectionFactory factory, String service, ServiceCredentials credentials)
      throws JMSException {
    this.service = service;
    this.factory = factory;
    connection = factory.createConnection(credentials.brokerLogin(), credentials.brokerPassword());
    requestSession = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    requests = requestSession.createProducer(requestSession.createQueue(ASSOCIATIONS));
    replyQueue = requestSession.createQueue(credentials.replyQueue());
    replies = requestSession.createConsumer(replyQueue);
    deliverySession = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE);
    deliveries =
        deliverySession.createConsumer(deliverySession.createQueue(credentials.deliveryQueue()));
    connection.start();
  }

  /**
   * Connects to the broker.
   *
   * @param brokerUrl the broker, {@code tcp://host:port}
   * @param service the service's name, as registered
   * @param credentials the service's login and queues
   * @throws MessagingException where the broker cannot be reached or refuses the login
   */
  public static AssociationClient connect(
      String brokerUrl, String service, ServiceCredentials credentials) {
    ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(brokerUrl);
    try {
      return new AssociationClient(factory, service, credentials);
    } catch (JMSException | ActiveMQInterruptedException e) {
      // Takes the connection with it, where there is one.
      factory.close();
      throw failure("The broker at " + brokerUrl + " cannot be used", e);
    }
  }

  /**
   * Asks that a certificate be associated with one of the service's resources. Asking again changes
   * nothing, and has reply and delivery sent again.
   *
   * @param timeout how long to wait for the reply
   * @throws LatchkeyException where the request is refused, with the reply's code
   * @throws NoReplyException where no reply arrives in time
   */
  public AssociationReply associate(String certificateArn, String resourceArn, Duration timeout) {
    return request("AssociateCertificate", certificateArn, resourceArn, timeout);
  }

  /**
   * Asks that an association end. When the reply is here, the service's grant is retired.
   *
   * @param timeout how long to wait for the reply
   * @throws LatchkeyException where the request is refused, with the reply's code
   * @throws NoReplyException where no reply arrives in time
   */
  public AssociationReply disassociate(
      String certificateArn, String resourceArn, Duration timeout) {
    return request("DisassociateCertificate", certificateArn, resourceArn, timeout);
  }

  /**
   * Receives the next delivery.
   *
   * @param timeout how long to wait for one
   * @param handler takes the delivery, which is then acknowledged; where it throws, the same
   *     delivery comes again
   * @return what the handler returned; empty where nothing arrived in time
   * @throws MessagingException where the broker fails, or sent something that is no delivery
   */
  public <T> Optional<T> receive(Duration timeout, Function<Delivery, T> handler) {
    try {
      Message message = deliveries.receive(timeout.toMillis());
      if (message == null) {
        return Optional.empty();
      }
      boolean handled = false;
      try {
        T result = handler.apply(delivery(text(message)));
        message.acknowledge();
        handled = true;
        return Optional.of(result);
      } finally {
        if (!handled) {
          deliverySession.recover();
        }
      }
    } catch (JMSException | ActiveMQInterruptedException e) {
      throw failure("Deliveries cannot be received", e);
    }
  }

  private static Delivery delivery(String text) {
    try {
      return Json.read(text, Delivery.class);
    } catch (IllegalArgumentException none) {
      // without its cause, which may show what the message holds
      throw new MessagingException("Something has arrived that is no delivery", null);
    }
  }

  /**
   * Confirms that a delivered certificate is in use.
   *
   * @throws MessagingException where the broker fails
   */
  public void confirm(CertificateDelivery delivery) {
    report(delivery, Map.of());
  }

  /**
   * Tells that a delivered certificate is not in use, and why.
   *
   * @param why at most 1,000 characters count
   * @throws MessagingException where the broker fails
   */
  public void refuse(CertificateDelivery delivery, String why) {
    report(delivery, Map.of("problem", why.substring(0, Math.min(why.length(), LONGEST_PROBLEM))));
  }

  private void report(CertificateDelivery delivery, Map<String, String> more) {
    Map<String, Object> members = new HashMap<>(more);
    members.put("type", "ConfirmCertificate");
    members.put("certificateArn", delivery.certificateArn());
    members.put("resourceArn", delivery.resourceArn());
    members.put("service", service);
    members.put("revision", Integer.toString(delivery.revision()));
    try {
      requests.send(requestSession.createTextMessage(Json.write(members)));
    } catch (JMSException | ActiveMQInterruptedException e) {
      throw failure("ConfirmCertificate cannot be sent", e);
    }
  }

  private AssociationReply request(
      String type, String certificateArn, String resourceArn, Duration timeout) {
    String correlationId = UUID.randomUUID().toString();
    try {
      TextMessage message =
          requestSession.createTextMessage(
              Json.write(
                  Map.of(
                      "type", type,
                      "certificateArn", certificateArn,
                      "resourceArn", resourceArn,
                      "service", service)));
      message.setJMSCorrelationID(correlationId);
      message.setJMSReplyTo(replyQueue);
      requests.send(message);
      return accepted(awaitReply(type, correlationId, timeout));
    } catch (JMSException | ActiveMQInterruptedException e) {
      throw failure(type + " cannot be sent", e);
    }
  }

  private AssociationReply awaitReply(String type, String correlationId, Duration timeout)
      throws JMSException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      Message message = left > 0 ? replies.receive(left) : null;
      if (message == null) {
        throw new NoReplyException("No reply to " + type + " within " + timeout.toSeconds() + " s");
      }
      // A reply to an earlier request, whose sender stopped waiting, is of no use any more.
      if (correlationId.equals(message.getJMSCorrelationID())) {
        return Json.read(text(message), AssociationReply.class);
      }
    }
  }

  private static AssociationReply accepted(AssociationReply reply) {
    if (REFUSED.equals(reply.status())) {
      throw new LatchkeyException(String.valueOf(reply.code()), String.valueOf(reply.message()));
    }
    return reply;
  }

  /** The broker's client takes an interruption to itself; whoever has interrupted means us. */
  private static MessagingException failure(String message, Exception failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof InterruptedException || each instanceof ActiveMQInterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
    return new MessagingException(message, failure);
  }

  private static String text(Message message) throws JMSException {
    if (message instanceof TextMessage text && text.getText() != null) {
      return text.getText();
    }
    throw new MessagingException("The broker sent something else than text", null);
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (JMSException | ActiveMQInterruptedException e) {
      throw failure("The connection does not close", e);
    } finally {
      factory.close();
    }
  }
}
