package org.latchkey.authorities;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.SignatureAlgorithm;

/**
 * A private certificate authority.
 *
 * <p>Its life: made with a key and a certificate request, {@code PENDING_CERTIFICATE}; {@code
 * ACTIVE} once its certificate, its own or a parent's, has been imported.
 */
@Entity
@Table(name = "certificate_authority")
class Authority {

  @Id private String id;
  private String account;
  private String region;

  @Enumerated(EnumType.STRING)
  @Column(name = "ca_type")
  private AuthorityType type;

  @Enumerated(EnumType.STRING)
  @Column(name = "usage_mode")
  private UsageMode usageMode;

  @Enumerated(EnumType.STRING)
  @Column(name = "key_algorithm")
  private KeyAlgorithm keyAlgorithm;

  @Enumerated(EnumType.STRING)
  @Column(name = "signing_algorithm")
  private SignatureAlgorithm signingAlgorithm;

  private String configuration;
  private @Nullable String revocation;

  @Column(name = "key_id")
  private String keyId;

  private String csr;

  @Enumerated(EnumType.STRING)
  private AuthorityStatus status;

  private @Nullable String certificate;
  private @Nullable String chain;
  private @Nullable String serial;

  @Column(name = "not_before")
  private @Nullable Instant notBefore;

  @Column(name = "not_after")
  private @Nullable Instant notAfter;

  @Column(name = "idempotency_token")
  private @Nullable String idempotencyToken;

  @Column(name = "request_digest")
  private @Nullable String requestDigest;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "updated_at")
  private Instant updatedAt;

  @Version private long version;

  protected Authority() {}

  Authority(
      String id,
      String account,
      String region,
      AuthorityType type,
      UsageMode usageMode,
      AuthorityConfiguration configuration,
      @Nullable RevocationConfiguration revocation,
      String keyId,
      String csr,
      Instant createdAt) {
    this.id = id;
    this.account = account;
    this.region = region;
    this.type = type;
    this.usageMode = usageMode;
    this.keyAlgorithm = configuration.keyAlgorithm();
    this.signingAlgorithm = configuration.signingAlgorithm();
    this.configuration = AuthorityJson.write(configuration);
    this.revocation = revocation == null ? null : AuthorityJson.write(revocation);
    this.keyId = keyId;
    this.csr = csr;
    this.status = AuthorityStatus.PENDING_CERTIFICATE;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
  }

  static Arn arn(String account, String region, String id) {
    return Arn.of("acm-pca", region, account, "certificate-authority/" + id);
  }

  /** Keeps the token that a retry of the creation would carry. */
  void rememberRequest(String token, String digest) {
    idempotencyToken = token;
    requestDigest = digest;
  }

  /** Takes the certificate that makes the authority one. */
  void activate(
      String certificatePem,
      @Nullable String chainPem,
      String serialNumber,
      Instant validFrom,
      Instant validTo,
      Instant when) {
    certificate = certificatePem;
    chain = chainPem;
    serial = serialNumber;
    notBefore = validFrom;
    notAfter = validTo;
    status = AuthorityStatus.ACTIVE;
    updatedAt = when;
  }

  /** The status at a moment: an active authority whose certificate has ended is expired. */
  AuthorityStatus status(Instant now) {
    boolean ended = notAfter != null && now.isAfter(notAfter);
    return status == AuthorityStatus.ACTIVE && ended ? AuthorityStatus.EXPIRED : status;
  }

  Arn arn() {
    return arn(account, region, id);
  }

  String id() {
    return id;
  }

  String account() {
    return account;
  }

  String region() {
    return region;
  }

  AuthorityType type() {
    return type;
  }

  UsageMode usageMode() {
    return usageMode;
  }

  KeyAlgorithm keyAlgorithm() {
    return keyAlgorithm;
  }

  SignatureAlgorithm signingAlgorithm() {
    return signingAlgorithm;
  }

  AuthorityConfiguration configuration() {
    return AuthorityJson.read(configuration, AuthorityConfiguration.class);
  }

  @Nullable RevocationConfiguration revocation() {
    return revocation == null
        ? null
        : AuthorityJson.read(revocation, RevocationConfiguration.class);
  }

  String keyId() {
    return keyId;
  }

  String csr() {
    return csr;
  }

  @Nullable String certificate() {
    return certificate;
  }

  @Nullable String chain() {
    return chain;
  }

  @Nullable String serial() {
    return serial;
  }

  @Nullable Instant notBefore() {
    return notBefore;
  }

  @Nullable Instant notAfter() {
    return notAfter;
  }

  @Nullable String requestDigest() {
    return requestDigest;
  }

  Instant createdAt() {
    return createdAt;
  }

  Instant updatedAt() {
    return updatedAt;
  }
}
