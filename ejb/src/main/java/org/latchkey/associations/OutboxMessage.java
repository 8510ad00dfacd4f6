package org.latchkey.associations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** A message that leaves with the transaction that wrote it. */
@Entity
@Table(name = "outbox")
class OutboxMessage {

  // ids are taken one by one, so that within one association their order is that of the commits
  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "outbox_seq")
  @SequenceGenerator(name = "outbox_seq", sequenceName = "outbox_seq", allocationSize = 1)
  private Long id;

  private String destination;
  private boolean topic;

  @Column(name = "correlation_id")
  private @Nullable String correlationId;

  @Column(name = "message_type")
  private String messageType;

  private @Nullable String account;
  private @Nullable String reason;
  private @Nullable String sender;
  private String body;

  @Column(name = "created_at")
  private Instant createdAt;

  protected OutboxMessage() {}

  private OutboxMessage(String destination, String messageType, String body, Instant createdAt) {
    this.destination = destination;
    this.messageType = messageType;
    this.body = body;
    this.createdAt = createdAt;
  }

  static OutboxMessage toQueue(
      String queue,
      @Nullable String correlationId,
      String messageType,
      String body,
      Instant createdAt) {
    OutboxMessage message = new OutboxMessage(queue, messageType, body, createdAt);
    message.correlationId = correlationId;
    return message;
  }

  static OutboxMessage event(String account, String messageType, String body, Instant createdAt) {
    OutboxMessage message = new OutboxMessage(Destinations.EVENTS, messageType, body, createdAt);
    message.topic = true;
    message.account = account;
    return message;
  }

  static OutboxMessage deadLetter(
      String body, String reason, @Nullable String sender, Instant createdAt) {
    OutboxMessage message =
        new OutboxMessage(Destinations.DEAD_LETTERS, "DeadLetter", body, createdAt);
    message.reason = reason;
    message.sender = sender;
    return message;
  }

  long id() {
    return id;
  }

  String destination() {
    return destination;
  }

  boolean isTopic() {
    return topic;
  }

  @Nullable String correlationId() {
    return correlationId;
  }

  String messageType() {
    return messageType;
  }

  @Nullable String account() {
    return account;
  }

  @Nullable String reason() {
    return reason;
  }

  @Nullable String sender() {
    return sender;
  }

  String body() {
    return body;
  }

  /** By what the broker knows the message again; of another database's message, too. */
  String duplicateId() {
    return "outbox-" + id + '@' + createdAt.truncatedTo(ChronoUnit.MICROS);
  }
}
