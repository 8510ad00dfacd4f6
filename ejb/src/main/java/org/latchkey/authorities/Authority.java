package org.latchkey.authorities;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityListeners;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Cached;
import org.latchkey.coherence.CachedEntityListener;
import org.latchkey.shared.Arn;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SignatureAlgorithm;

/**
 * A private certificate authority.
 *
 * <p>Its life: made with a key and a certificate request, {@code PENDING_CERTIFICATE}; {@code
 * ACTIVE} once its certificate, its own or a parent's, has been imported; {@code DISABLED} and
 * {@code ACTIVE} again as its owner likes; {@code EXPIRED} when its certificate has ended, until a
 * new one is imported; {@code DELETED}, and for 7 to 30 days to be restored to what it was before.
 * After that it is gone.
 *
 * @see <a href="https://docs.aws.amazon.com/privateca/latest/userguide/PcaUpdateStatus.html">AWS
 *     Private CA User Guide, Understand CA status</a>
 */
@Entity
@EntityListeners(CachedEntityListener.class)
@Table(name = "certificate_authority")
class Authority implements Cached {

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

  @Column(name = "key_storage_standard")
  private String keyStorageStandard;

  @Column(name = "restorable_until")
  private @Nullable Instant restorableUntil;

  private long revocations;

  @Column(name = "crl_partition")
  private int crlPartition;

  @Column(name = "key_hash_sha1")
  private @Nullable String keyHashSha1;

  @Column(name = "key_hash_sha256")
  private @Nullable String keyHashSha256;

  private @Nullable String policy;

  @ElementCollection
  @CollectionTable(
      name = "certificate_authority_tag",
      joinColumns = @JoinColumn(name = "authority_id"))
  @MapKeyColumn(name = "tag_key")
  @Column(name = "tag_value")
  private Map<String, String> tags = new HashMap<>();

  /** The other accounts that the policy lets in; {@link SharingPolicy#EVERYONE} among them. */
  @ElementCollection
  @CollectionTable(
      name = "certificate_authority_share",
      joinColumns = @JoinColumn(name = "authority_id"))
  @Column(name = "account")
  private Set<String> sharedWith = new HashSet<>();

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
      String keyStorageStandard,
      Map<String, String> tags,
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
    this.keyStorageStandard = keyStorageStandard;
    this.tags = new HashMap<>(tags);
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

  /**
   * Takes the certificate that makes the authority one. One that was disabled before its last
   * certificate ended stays so.
   */
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
    if (status == AuthorityStatus.PENDING_CERTIFICATE) {
      status = AuthorityStatus.ACTIVE;
    }
    updatedAt = when;
  }

  /** Makes an authority that has its certificate active or not. */
  void enable(boolean enabled, Instant when) {
    status = enabled ? AuthorityStatus.ACTIVE : AuthorityStatus.DISABLED;
    updatedAt = when;
  }

  void configureRevocation(RevocationConfiguration configuration, Instant when) {
    revocation = AuthorityJson.write(configuration);
    updatedAt = when;
  }

  /** How OCSP requests may name the authority's key: by its SHA-1 and its SHA-256 hash. */
  void rememberKeyHashes(String sha1, String sha256) {
    keyHashSha1 = sha1;
    keyHashSha256 = sha256;
  }

  /** Takes the next number of a revocation; the authority has to be locked. */
  long nextRevocation() {
    return ++revocations;
  }

  /** How many certificates have been revoked: the number that the last one got. */
  long revocations() {
    return revocations;
  }

  /** Has certificates from now on belong to another partition of the list. */
  void usePartition(int number) {
    crlPartition = number;
  }

  /** The partition of the list that new certificates belong to; 0 for the complete list. */
  int crlPartition() {
    return crlPartition;
  }

  /** The settings of its list, where it has one; null otherwise. */
  RevocationConfiguration.@Nullable CrlConfiguration crl() {
    RevocationConfiguration configured = revocation();
    return configured == null ? null : configured.enabledCrl();
  }

  /** The settings of its OCSP responder, where it has one; null otherwise. */
  RevocationConfiguration.@Nullable OcspConfiguration ocsp() {
    RevocationConfiguration configured = revocation();
    return configured == null ? null : configured.enabledOcsp();
  }

  void delete(Instant until, Instant when) {
    restorableUntil = until;
    updatedAt = when;
  }

  void restore(Instant when) {
    restorableUntil = null;
    updatedAt = when;
  }

  /** Adds tags, and gives those that are there their new values. */
  void tag(Map<String, String> added) {
    tags.putAll(added);
  }

  /**
   * Removes tags.
   *
   * @param removed the value that a tag must have to be removed; null for any
   */
  void untag(Map<String, @Nullable String> removed) {
    removed.forEach(
        (key, value) -> {
          if (value == null) {
            tags.remove(key);
          } else {
            tags.remove(key, value);
          }
        });
  }

  /** Sets the policy, null for none, and which other accounts it lets in. */
  void replacePolicy(@Nullable String text, Collection<String> accounts) {
    policy = text;
    sharedWith.clear();
    sharedWith.addAll(accounts);
  }

  /** The status at a moment: once its certificate has ended, an authority is expired. */
  AuthorityStatus status(Instant now) {
    if (restorableUntil != null) {
      return AuthorityStatus.DELETED;
    }
    boolean certified = status == AuthorityStatus.ACTIVE || status == AuthorityStatus.DISABLED;
    boolean ended = notAfter != null && now.isAfter(notAfter);
    return certified && ended ? AuthorityStatus.EXPIRED : status;
  }

  /** Whether the time in which it could be restored has passed: nobody finds it any more. */
  boolean isGone(Instant now) {
    return restorableUntil != null && !now.isBefore(restorableUntil);
  }

  /**
   * Refuses what the authority's state doesn't allow.
   *
   * @throws ServiceException {@code InvalidStateException}
   */
  void require(Set<AuthorityStatus> allowed, Instant now) {
    AuthorityStatus current = status(now);
    if (!allowed.contains(current)) {
      throw new ServiceException(
          AuthorityFault.INVALID_STATE,
          "The certificate authority " + arn() + " is in the state " + current + ".");
    }
  }

  @Override
  public List<String> subjects() {
    return List.of(subject(id));
  }

  /** Under what name caches keep what depends on an authority. */
  static String subject(String id) {
    return "authority/" + id;
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

  /**
   * Whether a certificate that this authority has issued is one of its own, and not merely of its
   * name (RFC 5280 section 3.2).
   */
  boolean isSelfSigned(X509Certificate issued) {
    return issued.getSubjectX500Principal().equals(issued.getIssuerX500Principal())
        && Pem.readSigningRequest(csr.getBytes(US_ASCII)).publicKey().equals(issued.getPublicKey());
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

  String keyStorageStandard() {
    return keyStorageStandard;
  }

  @Nullable Instant restorableUntil() {
    return restorableUntil;
  }

  @Nullable String policy() {
    return policy;
  }

  Map<String, String> tags() {
    return Map.copyOf(tags);
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
