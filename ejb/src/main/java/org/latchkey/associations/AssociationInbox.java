package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.associations.AssociationOperations.AssociateCertificateRequest;
import org.latchkey.associations.AssociationOperations.AssociateCertificateResponse;
import org.latchkey.associations.AssociationOperations.ConfirmCertificateRequest;
import org.latchkey.associations.AssociationOperations.DisassociateCertificateRequest;
import org.latchkey.associations.AssociationOperations.DisassociateCertificateResponse;
import org.latchkey.audit.AuditEvent;
import org.latchkey.audit.Trail;
import org.latchkey.identity.Identities;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.shared.Settings;

/**
 * Deals with one message: does what it asks and writes the reply, or refuses and writes that, in
 * one transaction with the note that the message has been dealt with.
 */
@ApplicationScoped
class AssociationInbox {

  @Inject private Inbox inbox;
  @Inject private Outbox outbox;
  @Inject private AssociationOperations operations;
  @Inject private Registrations registrations;
  @Inject private Identities identities;
  @Inject private Trail trail;
  @Inject private Clock clock;

  /**
   * A message as it came.
   *
   * @param messageId null where the sender left it out; the message is then dealt with as often as
   *     it comes, which changes nothing but that replies are sent again
   * @param sender whom the broker authenticated; null where it did not say
   * @param replyTo where the sender wants the reply; null for nowhere
   * @param temporaryReply whether that is a temporary queue, which only its maker can read
   * @param text null for a message that is not text
   */
  record Incoming(
      @Nullable String messageId,
      @Nullable String sender,
      @Nullable String correlationId,
      @Nullable String replyTo,
      boolean temporaryReply,
      @Nullable String text) {

    /** The most characters of a correlation id. */
    static final int LONGEST_CORRELATION_ID = 4_096;

    /** Whether a reply can carry the message's correlation id. */
    boolean isCorrelatable() {
      return correlationId == null
          || (correlationId.length() <= LONGEST_CORRELATION_ID && correlationId.indexOf('\0') < 0);
    }

    /** The same message, as one whose reply carries no correlation id. */
    Incoming uncorrelated() {
      return new Incoming(messageId, sender, null, replyTo, temporaryReply, text);
    }
  }

  /** Whether a message has been dealt with before. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  boolean isKnown(Incoming message) {
    String messageId = message.messageId();
    return messageId != null && inbox.contains(messageId);
  }

  /**
   * Does what a message asks.
   *
   * @throws ServiceException where that is refused; nothing is changed then
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void carryOut(Incoming message, Caller caller, AssociationRequest request) {
    note(message);
    Registration registration = request.registration();
    if (registration != null) {
      reply(message, request.type(), registrations.register(caller, registration));
      return;
    }
    if (request.type().equals(AssociationRequest.CONFIRM)) {
      operations.confirmCertificate(
          caller,
          new ConfirmCertificateRequest(
              request.certificateArn(),
              request.resourceArn(),
              request.service(),
              request.revision(),
              request.problem()));
      return;
    }
    Arn certificate = Arn.parse(request.certificateArn()).orElse(null);
    String status;
    String associationId;
    String grantId;
    if (request.type().equals(AssociationRequest.ASSOCIATE)) {
      AssociateCertificateResponse done =
          operations.associateCertificate(
              caller,
              new AssociateCertificateRequest(
                  request.certificateArn(), request.resourceArn(), request.service()));
      status = "Associated";
      associationId = done.associationId();
      grantId = done.grantId();
    } else {
      DisassociateCertificateResponse done =
          operations.disassociateCertificate(
              caller,
              new DisassociateCertificateRequest(
                  request.certificateArn(), request.resourceArn(), request.service()));
      status = "Disassociated";
      associationId = done.associationId();
      grantId = done.grantId();
    }
    if (certificate != null) {
      reply(
          message,
          request.type(),
          Messages.reply(
              request.type(),
              status,
              certificate,
              Arn.parse(request.resourceArn()).orElseThrow(),
              associationId,
              grantId));
    }
  }

  /** Tells a message's sender that it is refused, or the dead letters where it wants no reply. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void refuse(Incoming message, @Nullable String type, String code, String why) {
    note(message);
    if (mayReplyTo(message)) {
      reply(message, "Refusal", Messages.refusal(type, code, why));
    } else {
      outbox.add(
          OutboxMessage.deadLetter(
              message.text() == null ? "" : message.text(),
              code + ": " + why,
              message.sender(),
              clock.instant()));
    }
  }

  private void note(Incoming message) {
    String messageId = message.messageId();
    if (messageId != null) {
      inbox.add(messageId, clock.instant());
    }
  }

  /** Whether a message wants its reply nowhere, or where its sender may have it. */
  boolean mayReply(Incoming message) {
    return message.replyTo() == null || mayReplyTo(message);
  }

  /** Records a message that could not be read, or whose sender is not known. */
  void recordUnreadable(Incoming message, @Nullable Caller caller, String code, String why) {
    trail.record(
        new AuditEvent(
            clock.instant(),
            caller,
            caller == null ? Settings.region() : caller.region(),
            "latchkey",
            "ReceiveAssociationMessage",
            UUID.randomUUID().toString(),
            message.sender(),
            null,
            null,
            List.of(),
            code,
            why));
  }

  /** The user of the authenticated sender, acting in the Region of what the message is about. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  @Nullable Caller caller(Incoming message, String region) {
    String sender = message.sender();
    if (sender == null) {
      return null;
    }
    return identities
        .ofServiceLogin(sender)
        .map(
            user ->
                new Caller(
                    Caller.Type.USER,
                    user.account(),
                    user.arn(),
                    user.userId(),
                    region,
                    null,
                    "jms",
                    null,
                    UUID.randomUUID().toString(),
                    true,
                    null,
                    Map.of(),
                    null))
        .orElse(null);
  }

  /** The code that a reply carries for a refusal. */
  static String code(ServiceException refused) {
    if (refused.fault() instanceof AssociationFault fault) {
      return fault.replyCode();
    }
    return refused.fault() == CommonFault.ACCESS_DENIED ? "AccessDenied" : "InvalidState";
  }

  private void reply(Incoming message, String messageType, String body) {
    String replyTo = message.replyTo();
    if (replyTo != null && mayReplyTo(message)) {
      outbox.add(
          OutboxMessage.toQueue(
              replyTo, message.correlationId(), messageType, body, clock.instant()));
    }
  }

  /**
   * A sender may have its reply nowhere but on queues of its own: the server may send everywhere.
   */
  private static boolean mayReplyTo(Incoming message) {
    String replyTo = message.replyTo();
    String sender = message.sender();
    return replyTo != null
        && (message.temporaryReply()
            || (sender != null && replyTo.equals(Destinations.repliesOf(sender))));
  }
}
