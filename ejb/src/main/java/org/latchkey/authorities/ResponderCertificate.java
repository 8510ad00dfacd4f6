package org.latchkey.authorities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The key and certificate with which an authority's OCSP answers are signed (RFC 6960 section
 * 4.2.2.2, a delegated responder): short-lived, and not to be checked for revocation itself.
 */
@Entity
@Table(name = "ocsp_responder")
class ResponderCertificate {

  @Id
  @Column(name = "authority_id")
  private String authorityId;

  @Column(name = "key_id")
  private String keyId;

  private String certificate;
  private String issuer;

  @Column(name = "not_after")
  private Instant notAfter;

  protected ResponderCertificate() {}

  /** A key that has no certificate yet. */
  ResponderCertificate(String authorityId, String keyId) {
    this.authorityId = authorityId;
    this.keyId = keyId;
    this.certificate = "";
    this.issuer = "";
    this.notAfter = Instant.EPOCH;
  }

  /**
   * Takes a new certificate.
   *
   * @param issuerPem the authority's certificate by which it was issued
   */
  void certify(String certificatePem, String issuerPem, Instant validTo) {
    certificate = certificatePem;
    issuer = issuerPem;
    notAfter = validTo;
  }

  /** Whether it can sign until a moment for an authority with this certificate. */
  boolean serves(@Nullable String authorityCertificate, Instant until) {
    return issuer.equals(authorityCertificate) && until.isBefore(notAfter);
  }

  String keyId() {
    return keyId;
  }

  String certificate() {
    return certificate;
  }
}
