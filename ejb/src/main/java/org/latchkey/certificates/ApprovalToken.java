package org.latchkey.certificates;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** What lets whoever reads a domain's mail approve of a name, once, until it expires. */
@Entity
@Table(name = "approval_token")
class ApprovalToken {

  @Id
  @Column(name = "token_hash")
  private String tokenHash;

  @Column(name = "validation_id")
  private String validationId;

  @Column(name = "expires_at")
  private Instant expiresAt;

  protected ApprovalToken() {}

  ApprovalToken(String tokenHash, String validationId, Instant expiresAt) {
    this.tokenHash = tokenHash;
    this.validationId = validationId;
    this.expiresAt = expiresAt;
  }

  String validationId() {
    return validationId;
  }

  boolean isValid(Instant now) {
    return now.isBefore(expiresAt);
  }
}
