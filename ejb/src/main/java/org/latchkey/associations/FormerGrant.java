package org.latchkey.associations;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * An association's grant on a key that the private key has left, by which what was sent before
 * stays usable: until the certificate's services have confirmed what they were sent since, or until
 * its deadline.
 */
@Entity
@Table(name = "association_former_grant")
class FormerGrant {

  @Id
  @Column(name = "grant_id")
  private String grantId;

  @ManyToOne(optional = false)
  @JoinColumn(name = "association_id")
  private Association association;

  @Column(name = "key_arn")
  private String keyArn;

  @Column(name = "ends_at")
  private Instant endsAt;

  protected FormerGrant() {}

  /** The grant that an association has now, before it moves to another key. */
  FormerGrant(Association association, Instant endsAt) {
    this.grantId = association.grantId();
    this.association = association;
    this.keyArn = association.keyArn();
    this.endsAt = endsAt;
  }

  String grantId() {
    return grantId;
  }

  Association association() {
    return association;
  }

  String keyArn() {
    return keyArn;
  }

  Instant endsAt() {
    return endsAt;
  }
}
