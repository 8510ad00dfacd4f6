package org.latchkey.associations;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.associations.AssociationInbox.Incoming;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.Settings;

/**
 * Takes the messages of {@code latchkey.associations}.
 *
 * <p>The message is acknowledged when this returns, after the database has committed; where the
 * server dies in between it comes again, and the inbox knows it. What fails unexpectedly is thrown,
 * so that the broker delivers it again, until the last attempt puts it among the dead letters.
 */
@MessageDriven(
    name = "AssociationMessages",
    activationConfig = {
      @ActivationConfigProperty(
          propertyName = "destination",
          propertyValue = Destinations.ASSOCIATIONS),
      @ActivationConfigProperty(
          propertyName = "destinationType",
          propertyValue = "jakarta.jms.Queue"),
      @ActivationConfigProperty(propertyName = "useJNDI", propertyValue = "false"),
      @ActivationConfigProperty(propertyName = "maxSession", propertyValue = "4")
    })
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AssociationMessages implements MessageListener {

  private static final Logger LOG = Logger.getLogger(AssociationMessages.class.getName());

  /** As many times as the broker delivers a message. */
  private static final int ATTEMPTS = 5;

  @Inject private AssociationInbox inbox;
  @Inject private OutboxRelay relay;

  @Override
  public void onMessage(Message message) {
    Incoming incoming = null;
    try {
      incoming = incoming(message);
      deal(incoming);
    } catch (RuntimeException | JMSException failure) {
      if (attempt(message) < ATTEMPTS || incoming == null) {
        LOG.log(Level.WARNING, "An association message failed and will be tried again", failure);
        throw new IllegalStateException("an association message failed", failure);
      }
      LOG.log(Level.SEVERE, "An association message failed for good", failure);
      relay.deadLetter(incoming, "InternalFailure: the message failed " + ATTEMPTS + " times.");
    }
  }

  private void deal(Incoming incoming) {
    if (inbox.isKnown(incoming)) {
      return;
    }
    if (!incoming.isCorrelatable()) {
      refuseUnread(
          incoming.uncorrelated(),
          null,
          "MalformedMessage",
          "JMSCorrelationID is longer than "
              + Incoming.LONGEST_CORRELATION_ID
              + " characters, or has a null character.");
      return;
    }
    String type = null;
    try {
      AssociationRequest request = request(incoming);
      type = request.type();
      if (!inbox.mayReply(incoming)) {
        refuseUnread(
            incoming, type, "AccessDenied", "JMSReplyTo is not a queue of the sender's own.");
        return;
      }
      String region = request.region().orElse(Settings.region());
      Caller caller = inbox.caller(incoming, region);
      if (caller == null) {
        refuseUnread(incoming, type, "AccessDenied", "The sender is not an integrated service.");
        return;
      }
      inbox.carryOut(incoming, caller, request);
    } catch (AssociationRequest.Malformed malformed) {
      refuseUnread(incoming, null, "MalformedMessage", malformed.sentence());
    } catch (ServiceException refused) {
      String why = refused.getMessage();
      inbox.refuse(incoming, type, AssociationInbox.code(refused), why == null ? "" : why);
    }
  }

  private void refuseUnread(Incoming incoming, @Nullable String type, String code, String why) {
    inbox.recordUnreadable(incoming, inbox.caller(incoming, Settings.region()), code, why);
    inbox.refuse(incoming, type, code, why);
  }

  private static AssociationRequest request(Incoming incoming) throws AssociationRequest.Malformed {
    String text = incoming.text();
    if (text == null) {
      throw new AssociationRequest.Malformed("The message is not a text message.");
    }
    return AssociationRequest.parse(text);
  }

  private static Incoming incoming(Message message) throws JMSException {
    Destination replyTo = message.getJMSReplyTo();
    return new Incoming(
        message.getJMSMessageID(),
        message.getStringProperty("JMSXUserID"),
        message.getJMSCorrelationID(),
        replyTo instanceof Queue queue ? queue.getQueueName() : nameOf(replyTo),
        replyTo instanceof TemporaryQueue queue && Destinations.isTemporary(queue.getQueueName()),
        message instanceof TextMessage text ? text.getText() : null);
  }

  /** A topic's, which nobody may have a reply sent to. */
  private static @Nullable String nameOf(@Nullable Destination topic) {
    return topic == null ? null : topic.toString();
  }

  private static int attempt(Message message) {
    try {
      return message.getIntProperty("JMSXDeliveryCount");
    } catch (JMSException unknown) {
      return 1;
    }
  }
}
