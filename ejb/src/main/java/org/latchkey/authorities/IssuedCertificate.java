package org.latchkey.authorities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.RevocationReason;

/** A certificate that an authority has issued. Being revoked, once, is all that changes of it. */
@Entity
@Table(name = "issued_certificate")
@IdClass(IssuedCertificate.IssuedCertificateId.class)
class IssuedCertificate {

  @Id
  @Column(name = "authority_id")
  private String authorityId;

  @Id private String serial;

  private String certificate;
  private String chain;

  @Column(name = "template_arn")
  private String templateArn;

  @Column(name = "requested_by")
  private @Nullable String requestedBy;

  @Column(name = "requested_by_service")
  private @Nullable String requestedByService;

  @Column(name = "crl_partition")
  private int crlPartition;

  @Column(name = "revocation_number")
  private @Nullable Long revocationNumber;

  @Column(name = "revoked_at")
  private @Nullable Instant revokedAt;

  @Enumerated(EnumType.STRING)
  @Column(name = "revocation_reason")
  private @Nullable RevocationReason revocationReason;

  @Column(name = "idempotency_token")
  private @Nullable String idempotencyToken;

  @Column(name = "request_digest")
  private @Nullable String requestDigest;

  @Column(name = "not_after")
  private Instant notAfter;

  @Column(name = "issued_at")
  private Instant issuedAt;

  protected IssuedCertificate() {}

  IssuedCertificate(
      String authorityId,
      String serial,
      String certificate,
      String chain,
      String templateArn,
      String requestedBy,
      @Nullable String requestedByService,
      int crlPartition,
      @Nullable String idempotencyToken,
      @Nullable String requestDigest,
      Instant notAfter,
      Instant issuedAt) {
    this.authorityId = authorityId;
    this.serial = serial;
    this.certificate = certificate;
    this.chain = chain;
    this.templateArn = templateArn;
    this.requestedBy = requestedBy;
    this.requestedByService = requestedByService;
    this.crlPartition = crlPartition;
    this.idempotencyToken = idempotencyToken;
    this.requestDigest = requestDigest;
    this.notAfter = notAfter;
    this.issuedAt = issuedAt;
  }

  /** Is revoked, as the authority's revocation of this number. */
  void revoke(long number, RevocationReason reason, Instant when) {
    revocationNumber = number;
    revocationReason = reason;
    revokedAt = when;
  }

  boolean isRevoked() {
    return revokedAt != null;
  }

  @Nullable Instant revokedAt() {
    return revokedAt;
  }

  @Nullable RevocationReason revocationReason() {
    return revocationReason;
  }

  /** The account that had it issued; null where that was not put down. */
  @Nullable String requestedBy() {
    return requestedBy;
  }

  /** The service that had it issued; null where it was none, or not put down. */
  @Nullable String requestedByService() {
    return requestedByService;
  }

  int crlPartition() {
    return crlPartition;
  }

  String templateArn() {
    return templateArn;
  }

  String serial() {
    return serial;
  }

  String certificate() {
    return certificate;
  }

  String chain() {
    return chain;
  }

  @Nullable String requestDigest() {
    return requestDigest;
  }

  Instant issuedAt() {
    return issuedAt;
  }

  /** An issued certificate's primary key. */
  static final class IssuedCertificateId implements Serializable {

    private String authorityId;
    private String serial;

    IssuedCertificateId() {
      this("", "");
    }

    IssuedCertificateId(String authorityId, String serial) {
      this.authorityId = authorityId;
      this.serial = serial;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof IssuedCertificateId that
          && authorityId.equals(that.authorityId)
          && serial.equals(that.serial);
    }

    @Override
    public int hashCode() {
      return Objects.hash(authorityId, serial);
    }
  }
}
