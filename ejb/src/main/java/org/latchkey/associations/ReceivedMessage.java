package org.latchkey.associations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** A message that has been dealt with, so that its second delivery changes nothing. */
@Entity
@Table(name = "received_message")
class ReceivedMessage {

  @Id
  @Column(name = "message_id")
  private String messageId;

  @Column(name = "received_at")
  private Instant receivedAt;

  protected ReceivedMessage() {}

  ReceivedMessage(String messageId, Instant receivedAt) {
    this.messageId = messageId;
    this.receivedAt = receivedAt;
  }

  String messageId() {
    return messageId;
  }

  Instant receivedAt() {
    return receivedAt;
  }
}
