package org.latchkey.notifications;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;

/** An event that waits to be told to one subscriber. */
@Entity
@Table(name = "notification")
class Notification {

  @Id
  @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "notification_seq")
  @SequenceGenerator(
      name = "notification_seq",
      sequenceName = "notification_seq",
      allocationSize = 1)
  private Long id;

  @Column(name = "subscription_id")
  private String subscriptionId;

  @Column(name = "detail_type")
  private String detailType;

  private String body;

  @Column(name = "created_at")
  private Instant createdAt;

  protected Notification() {}

  Notification(String subscriptionId, String detailType, String body, Instant createdAt) {
    this.subscriptionId = subscriptionId;
    this.detailType = detailType;
    this.body = body;
    this.createdAt = createdAt;
  }

  long id() {
    return id;
  }

  String subscriptionId() {
    return subscriptionId;
  }

  String detailType() {
    return detailType;
  }

  String body() {
    return body;
  }

  Instant createdAt() {
    return createdAt;
  }
}
