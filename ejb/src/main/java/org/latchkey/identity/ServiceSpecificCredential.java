package org.latchkey.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * A user name and password for one thing that does not speak SigV4: here, the message broker. Only
 * a digest of the password is stored; the password is random, so a fast digest is enough.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ServiceSpecificCredential.html">
 *     IAM API Reference, ServiceSpecificCredential</a>
 */
@Entity
@Table(name = "service_specific_credential")
class ServiceSpecificCredential {

  private static final String ACTIVE = "Active";

  @Id
  @Column(name = "user_name")
  private String userName;

  @ManyToOne(optional = false)
  @JoinColumn(name = "user_id")
  private Principal principal;

  @Column(name = "password_hash")
  private String passwordHash;

  private String status;

  @Column(name = "created_at")
  private Instant createdAt;

  protected ServiceSpecificCredential() {}

  ServiceSpecificCredential(
      String userName, Principal principal, String passwordHash, Instant createdAt) {
    this.userName = userName;
    this.principal = principal;
    this.passwordHash = passwordHash;
    this.status = ACTIVE;
    this.createdAt = createdAt;
  }

  String userName() {
    return userName;
  }

  Principal principal() {
    return principal;
  }

  String passwordHash() {
    return passwordHash;
  }

  boolean active() {
    return status.equals(ACTIVE);
  }

  Instant createdAt() {
    return createdAt;
  }
}
