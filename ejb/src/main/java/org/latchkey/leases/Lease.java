package org.latchkey.leases;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** Who holds what, and until when. */
@Entity
@Table(name = "lease")
class Lease {

  @Id private String name;
  private String owner;

  @Column(name = "expires_at")
  private Instant expiresAt;

  protected Lease() {}

  Lease(String name, String owner, Instant expiresAt) {
    this.name = name;
    this.owner = owner;
    this.expiresAt = expiresAt;
  }

  String name() {
    return name;
  }

  String owner() {
    return owner;
  }

  Instant expiresAt() {
    return expiresAt;
  }
}
