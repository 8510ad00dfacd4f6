package org.latchkey.authorities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.IssuerHash;

/**
 * An OCSP answer about a certificate that was asked for of late, to be given by every node. It says
 * what was known when it was signed: who reads it compares that with what is known now.
 */
@Entity
@Table(name = "ocsp_answer")
@IdClass(SignedAnswer.SignedAnswerId.class)
class SignedAnswer {

  /** How old an answer is when the job signs the next one. */
  private static final Duration DUE = Duration.ofMinutes(20);

  /** An answer that nobody has asked for in that time is not signed anew. */
  private static final Duration ASKED = Duration.ofDays(1);

  /** To ask more often changes nothing. */
  private static final Duration NOTED = Duration.ofMinutes(30);

  @Id
  @Column(name = "authority_id")
  private String authorityId;

  @Id private String serial;

  @Id
  @Enumerated(EnumType.STRING)
  @Column(name = "issuer_hash")
  private IssuerHash issuerHash;

  private byte[] encoded;

  @Column(name = "this_update")
  private Instant thisUpdate;

  @Column(name = "next_update")
  private Instant nextUpdate;

  @Column(name = "revoked_at")
  private @Nullable Instant revokedAt;

  @Column(name = "asked_at")
  private Instant askedAt;

  @Column(name = "due_at")
  private Instant dueAt;

  protected SignedAnswer() {}

  SignedAnswer(SignedAnswerId id, Instant askedAt) {
    this.authorityId = id.authorityId;
    this.serial = id.serial;
    this.issuerHash = id.issuerHash;
    this.askedAt = askedAt;
    this.encoded = new byte[0];
    this.thisUpdate = Instant.EPOCH;
    this.nextUpdate = Instant.EPOCH;
    this.dueAt = Instant.EPOCH;
  }

  /**
   * Takes a newer answer.
   *
   * @param revocation when the certificate was revoked, as the answer says; null for a good one
   */
  void sign(KeptAnswer signed, @Nullable Instant revocation) {
    encoded = signed.content();
    thisUpdate = signed.thisUpdate();
    nextUpdate = signed.nextUpdate();
    revokedAt = revocation;
    dueAt = thisUpdate.plus(DUE);
  }

  /** Notes that somebody has asked. */
  void ask(Instant now) {
    if (askedAt.plus(NOTED).isBefore(now)) {
      askedAt = now;
    }
  }

  /** Whether nobody has asked for long. */
  boolean isForgotten(Instant now) {
    return askedAt.plus(ASKED).isBefore(now);
  }

  boolean isDue(Instant now) {
    return !dueAt.isAfter(now);
  }

  /** Whether it says of the certificate what is known of it. */
  boolean says(@Nullable Instant revocation) {
    return Objects.equals(revokedAt, revocation);
  }

  KeptAnswer answer() {
    return new KeptAnswer(encoded, thisUpdate, nextUpdate);
  }

  /** An answer's primary key: which certificate it is about, and how that was named. */
  static final class SignedAnswerId implements Serializable {

    private String authorityId;
    private String serial;
    private IssuerHash issuerHash;

    SignedAnswerId() {
      this("", "", IssuerHash.SHA1);
    }

    SignedAnswerId(String authorityId, String serial, IssuerHash issuerHash) {
      this.authorityId = authorityId;
      this.serial = serial;
      this.issuerHash = issuerHash;
    }

    String authorityId() {
      return authorityId;
    }

    String serial() {
      return serial;
    }

    IssuerHash issuerHash() {
      return issuerHash;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof SignedAnswerId that
          && authorityId.equals(that.authorityId)
          && serial.equals(that.serial)
          && issuerHash == that.issuerHash;
    }

    @Override
    public int hashCode() {
      return Objects.hash(authorityId, serial, issuerHash);
    }
  }
}
