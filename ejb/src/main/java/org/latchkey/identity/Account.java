package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An account: what keys, certificates and principals belong to. */
@Entity
@Table(name = "account")
class Account {

  @Id private String id;

  @Column(name = "created_at")
  private Instant createdAt;

  protected Account() {}

  Account(String id, Instant createdAt) {
    this.id = id;
    this.createdAt = createdAt;
  }

  String id() {
    return id;
  }

  Instant createdAt() {
    return createdAt;
  }
}
