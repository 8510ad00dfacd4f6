package org.latchkey.certificates;

import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;
import org.latchkey.x509.KeyAlgorithm;

/**
 * A certificate with its private key.
 *
 * <p>Its life: requested from a private CA or imported, {@code ISSUED} with revision 1; each
 * renewal or re-import puts another certificate and key in its place and raises the revision;
 * re-encryption changes the ciphertext of the key alone. It ends by deletion, which is refused
 * while any association stands. {@code EXPIRED} is not stored: it follows from the time.
 */
@Entity
@Table(name = "certificate")
class Certificate {

  /** How long before its end a certificate's renewal begins. */
  static final Duration RENEWAL_BEGINS = Duration.ofDays(60);

  private static final Duration FIRST_RETRY = Duration.ofHours(1);
  private static final Duration LAST_RETRY = Duration.ofDays(1);
  private static final int MOST_DOUBLINGS = 5;
  private static final int SPREAD = 20;
  private static final int STEPS = 10_000;
  private static final String ELIGIBLE = "ELIGIBLE";
  private static final String INELIGIBLE = "INELIGIBLE";

  @Id private String id;
  private String account;
  private String region;

  @Enumerated(EnumType.STRING)
  private CertificateType type;

  @Enumerated(EnumType.STRING)
  private CertificateStatus status;

  @Enumerated(EnumType.STRING)
  @Column(name = "failure_reason")
  private @Nullable FailureReason failureReason;

  @Column(name = "domain_name")
  private @Nullable String domainName;

  @Column(name = "alternative_names")
  private String alternativeNames;

  @Enumerated(EnumType.STRING)
  @Column(name = "key_algorithm")
  private KeyAlgorithm keyAlgorithm;

  @Column(name = "authority_arn")
  private @Nullable String authorityArn;

  @Column(name = "export_option")
  private String exportOption;

  @Column(name = "transparency")
  private String transparency;

  @Column(name = "idempotency_token")
  private @Nullable String idempotencyToken;

  @Column(name = "request_digest")
  private @Nullable String requestDigest;

  private @Nullable String certificate;
  private @Nullable String chain;

  @Column(name = "private_key")
  private byte @Nullable [] privateKey;

  @Column(name = "key_material")
  private @Nullable String keyMaterial;

  private int revision;

  @Column(name = "not_before")
  private @Nullable Instant notBefore;

  @Column(name = "not_after")
  private @Nullable Instant notAfter;

  @Enumerated(EnumType.STRING)
  @Column(name = "renewal_status")
  private @Nullable RenewalStatus renewalStatus;

  @Enumerated(EnumType.STRING)
  @Column(name = "renewal_reason")
  private @Nullable FailureReason renewalReason;

  @Column(name = "renewal_at")
  private @Nullable Instant renewalAt;

  @Column(name = "renewal_failures")
  private int renewalFailures;

  @Column(name = "renewal_due_at")
  private @Nullable Instant renewalDueAt;

  @Column(name = "expiry_event_at")
  private @Nullable Instant expiryEventAt;

  @Column(name = "validation_due_at")
  private @Nullable Instant validationDueAt;

  @Column(name = "validation_attempts")
  private int validationAttempts;

  private boolean exported;

  @Column(name = "exported_since_issue")
  private boolean exportedSinceIssue;

  @Column(name = "managed_by")
  private @Nullable String managedBy;

  private int associations;

  @Column(name = "in_use")
  private boolean inUse;

  @Column(name = "renewal_eligibility")
  private String renewalEligibility;

  @Column(name = "key_pair_origin")
  private String keyPairOrigin;

  @Column(name = "common_name")
  private @Nullable String commonName;

  private @Nullable String serial;

  @Column(name = "key_usages")
  private @Nullable String keyUsages;

  @Column(name = "extended_key_usages")
  private @Nullable String extendedKeyUsages;

  @ElementCollection
  @CollectionTable(name = "certificate_name", joinColumns = @JoinColumn(name = "certificate_id"))
  @Column(name = "name")
  private Set<String> dnsNames = new HashSet<>();

  @Enumerated(EnumType.STRING)
  @Column(name = "validation_method")
  private @Nullable ValidationMethod validationMethod;

  @Column(name = "acme_directory")
  private @Nullable String acmeDirectory;

  @Column(name = "issuing_authority_arn")
  private @Nullable String issuingAuthorityArn;

  @Column(name = "renewal_info_at")
  private @Nullable Instant renewalInfoAt;

  @Column(name = "suggested_renewal_at")
  private @Nullable Instant suggestedRenewalAt;

  @Column(name = "revoked_at")
  private @Nullable Instant revokedAt;

  @Enumerated(EnumType.STRING)
  @Column(name = "revocation_reason")
  private @Nullable AcmRevocationReason revocationReason;

  @Column(name = "created_at")
  private Instant createdAt;

  @Column(name = "issued_at")
  private @Nullable Instant issuedAt;

  @Column(name = "imported_at")
  private @Nullable Instant importedAt;

  @ElementCollection
  @CollectionTable(name = "certificate_tag", joinColumns = @JoinColumn(name = "certificate_id"))
  @MapKeyColumn(name = "tag_key")
  @Column(name = "tag_value")
  private Map<String, String> tags = new HashMap<>();

  @Version private long version;

  protected Certificate() {}

  private Certificate(
      String id,
      String account,
      String region,
      CertificateType type,
      KeyAlgorithm keyAlgorithm,
      Instant createdAt) {
    this.id = id;
    this.account = account;
    this.region = region;
    this.type = type;
    this.status = CertificateStatus.PENDING_VALIDATION;
    this.alternativeNames = "";
    this.keyAlgorithm = keyAlgorithm;
    this.exportOption = "DISABLED";
    this.transparency = "ENABLED";
    this.renewalEligibility = INELIGIBLE;
    this.keyPairOrigin = type == CertificateType.IMPORTED ? "CUSTOMER_PROVIDED" : "AWS_MANAGED";
    this.createdAt = createdAt;
  }

  /** A certificate that a private CA is to issue. */
  static Certificate requested(
      String id,
      String account,
      String region,
      KeyAlgorithm keyAlgorithm,
      String domainName,
      List<String> alternativeNames,
      String authorityArn,
      boolean exportable,
      Map<String, String> tags,
      Instant createdAt) {
    Certificate requested =
        new Certificate(id, account, region, CertificateType.PRIVATE, keyAlgorithm, createdAt);
    requested.domainName = domainName;
    requested.alternativeNames = String.join(" ", alternativeNames);
    requested.dnsNames = new HashSet<>(alternativeNames);
    requested.authorityArn = authorityArn;
    requested.exportOption = exportable ? "ENABLED" : "DISABLED";
    requested.tags = new HashMap<>(tags);
    return requested;
  }

  /** A certificate that is issued once control of its names is shown. */
  static Certificate toBeValidated(
      String id,
      String account,
      String region,
      KeyAlgorithm keyAlgorithm,
      List<String> names,
      ValidationMethod method,
      boolean exportable,
      Map<String, String> tags,
      Instant createdAt) {
    Certificate requested =
        new Certificate(
            id, account, region, CertificateType.AMAZON_ISSUED, keyAlgorithm, createdAt);
    requested.domainName = names.get(0);
    requested.alternativeNames = String.join(" ", names);
    requested.dnsNames = new HashSet<>(names);
    requested.validationMethod = method;
    requested.validationDueAt = createdAt;
    requested.exportOption = exportable ? "ENABLED" : "DISABLED";
    requested.tags = new HashMap<>(tags);
    return requested;
  }

  /** A certificate that is about to be imported for the first time. */
  static Certificate toBeImported(
      String id,
      String account,
      String region,
      KeyAlgorithm keyAlgorithm,
      Map<String, String> tags,
      Instant createdAt) {
    Certificate imported =
        new Certificate(id, account, region, CertificateType.IMPORTED, keyAlgorithm, createdAt);
    imported.tags = new HashMap<>(tags);
    return imported;
  }

  static Arn arn(String account, String region, String id) {
    return Arn.of("acm", region, account, "certificate/" + id);
  }

  /** Keeps the token that a retry of the request would carry. */
  void rememberRequest(String token, String digest) {
    idempotencyToken = token;
    requestDigest = digest;
  }

  /** Notes which AWS service is said to manage it. */
  void managedBy(String service) {
    managedBy = service;
  }

  /** Puts a certificate that was issued in place, with its key. */
  void issue(IssuedKeyPair issued, Instant when) {
    replace(issued);
    issuedAt = when;
  }

  /** Puts a renewed certificate in place of the one before. */
  void renew(IssuedKeyPair issued, Instant when) {
    replace(issued);
    issuedAt = when;
    renewalStatus = RenewalStatus.SUCCESS;
    renewalReason = null;
    renewalFailures = 0;
    renewalAt = when;
  }

  /** Notes that a renewal failed, and when it is tried again. */
  void renewalFailed(FailureReason reason, Instant when, Instant retryAt) {
    renewalStatus = RenewalStatus.PENDING_AUTO_RENEWAL;
    renewalReason = reason;
    renewalAt = when;
    renewalDueAt = retryAt;
    renewalFailures++;
    validationDueAt = null;
  }

  /** Looks for the records of its names anew, before it is renewed. */
  void beginRevalidation(Instant now) {
    renewalStatus = RenewalStatus.PENDING_VALIDATION;
    renewalAt = now;
    // It is the validation that renews from here on; what it does not manage is tried at the end.
    renewalDueAt = notAfter;
    validationDueAt = now;
    validationAttempts = 0;
  }

  /** Waits for the public CA, which is to issue it now that control of its names is shown. */
  void order(Instant now) {
    validationDueAt = null;
    if (!isPending()) {
      renewalStatus = RenewalStatus.PENDING_AUTO_RENEWAL;
      renewalAt = now;
    }
  }

  /** Notes why it has not been renewed yet, though its renewal goes on. */
  void renewalHindered(FailureReason reason, Instant now) {
    renewalReason = reason;
    renewalAt = now;
  }

  /** Notes that it is the public CA of this directory that issued it. */
  void issuedBy(String directory, Instant now) {
    acmeDirectory = directory;
    renewalInfoAt = now;
  }

  /** Has it renewed when its CA suggests it. */
  void suggestRenewal(Instant when) {
    suggestedRenewalAt = when;
    scheduleRenewal();
  }

  /** Notes when its CA is asked again what it suggests. */
  void askForRenewalInformation(Instant when) {
    renewalInfoAt = when;
  }

  @Nullable Instant suggestedRenewalAt() {
    return suggestedRenewalAt;
  }

  @Nullable String acmeDirectory() {
    return acmeDirectory;
  }

  /** Notes that a record was not there, and when it is looked for again. */
  void validateAgain(Instant when) {
    validationDueAt = when;
    validationAttempts++;
  }

  /** Looks at once, as something has changed. */
  void validateNow(Instant now) {
    validationDueAt = now;
  }

  /** Gives up looking for records. */
  void validationTimedOut(Instant now) {
    validationDueAt = null;
    if (isPending()) {
      status = CertificateStatus.VALIDATION_TIMED_OUT;
    } else {
      renewalStatus = RenewalStatus.FAILED;
      renewalAt = now;
    }
  }

  /** Whether records of its names are being looked for. */
  boolean isValidated() {
    return validationDueAt != null;
  }

  /** Until when they are: for 72 hours at first, and for a renewal until the certificate ends. */
  Instant validationEnds() {
    return isPending() || notAfter == null ? createdAt.plus(Validations.TIME_OUT) : notAfter;
  }

  int validationAttempts() {
    return validationAttempts;
  }

  /** Puts an imported certificate in place, with the names that it holds. */
  void reimport(
      IssuedKeyPair imported,
      KeyAlgorithm algorithm,
      @Nullable String name,
      List<String> names,
      Instant when) {
    alternativeNames = String.join(" ", names);
    replace(imported);
    keyAlgorithm = algorithm;
    domainName = name;
    importedAt = when;
  }

  private void replace(IssuedKeyPair issued) {
    certificate = issued.certificate();
    chain = issued.chain();
    privateKey = issued.encryptedPrivateKey();
    keyMaterial = issued.keyMaterialId();
    notBefore = issued.notBefore();
    notAfter = issued.notAfter();
    status = CertificateStatus.ISSUED;
    validationDueAt = null;
    acmeDirectory = null;
    issuingAuthorityArn = issued.authorityArn();
    renewalInfoAt = null;
    suggestedRenewalAt = null;
    exportedSinceIssue = false;
    expiryEventAt = issued.notAfter().minus(ExpiryEvents.EARLIEST);
    revision++;
    renewalDueAt = null;
    scheduleRenewal();
    keep(CertificateFacts.of(issued.certificate()));
  }

  /** Keeps what the certificate says of itself, for searches. */
  void keep(CertificateFacts facts) {
    commonName = facts.commonName();
    serial = facts.serial();
    keyUsages = facts.keyUsages();
    extendedKeyUsages = facts.extendedKeyUsages();
    Set<String> names = facts.dnsNames().isEmpty() ? namesShown() : facts.dnsNames();
    if (!dnsNames.equals(names)) {
      dnsNames = new HashSet<>(names);
    }
  }

  /** A certificate without alternative names is shown, and found, by its common name. */
  private Set<String> namesShown() {
    return alternativeNames().stream()
        .filter(name -> !ScannedCertificate.isAddress(name))
        .collect(Collectors.toSet());
  }

  /** Ends the certificate's use for good, as its issuer has, and a renewal that is under way. */
  void revoke(AcmRevocationReason reason, Instant when) {
    status = CertificateStatus.REVOKED;
    revocationReason = reason;
    revokedAt = when;
    expiryEventAt = null;
    validationDueAt = null;
    scheduleRenewal();
  }

  /** Notes when its owner is next told that it ends. */
  void tellOfExpiry(Instant next) {
    expiryEventAt = next;
  }

  /** Ends its life, as the time has. */
  void expire() {
    status = CertificateStatus.EXPIRED;
    expiryEventAt = null;
    scheduleRenewal();
  }

  @Nullable Instant expiryEventAt() {
    return expiryEventAt;
  }

  /** Says whether the certificate is to be recorded in certificate transparency logs. */
  void log(String preference) {
    transparency = preference;
  }

  /**
   * Puts tags on.
   *
   * @param added by their keys; they take the place of those with the same keys
   */
  void tag(Map<String, String> added) {
    tags.putAll(added);
  }

  void untag(Collection<String> keys) {
    tags.keySet().removeAll(keys);
  }

  /** Puts another ciphertext of the same private key in place. */
  void reencrypt(byte[] encryptedPrivateKey, String materialId) {
    privateKey = encryptedPrivateKey;
    keyMaterial = materialId;
    revision++;
  }

  void fail(FailureReason reason) {
    status = CertificateStatus.FAILED;
    failureReason = reason;
    validationDueAt = null;
  }

  void exported() {
    exported = true;
    exportedSinceIssue = true;
    scheduleRenewal();
  }

  void associated() {
    associations++;
    inUse = true;
    scheduleRenewal();
  }

  void disassociated() {
    associations--;
    inUse = associations > 0;
    scheduleRenewal();
  }

  /**
   * A certificate that was issued here and is in use, or has been exported since it was issued or
   * last renewed, is renewed before it ends: when its CA suggests it (RFC 9773), or a short-lived
   * one when two thirds of its life have passed. A renewal that is under way, or waits to be tried
   * again, stays as it is.
   */
  private void scheduleRenewal() {
    if (type == CertificateType.IMPORTED
        || status != CertificateStatus.ISSUED
        || notAfter == null
        || notBefore == null
        || (associations == 0 && !exportedSinceIssue)) {
      renewalDueAt = null;
      renewalEligibility = INELIGIBLE;
      return;
    }
    renewalEligibility = ELIGIBLE;
    if (renewalDueAt != null && isBeingRenewed()) {
      return;
    }
    Duration life = Duration.between(notBefore, notAfter);
    Duration third = life.dividedBy(3);
    Duration lead = third.compareTo(RENEWAL_BEGINS) < 0 ? third : RENEWAL_BEGINS;
    renewalDueAt =
        suggestedRenewalAt != null && suggestedRenewalAt.isBefore(notAfter)
            ? suggestedRenewalAt
            : notAfter.minus(lead).plus(spread(lead));
  }

  private boolean isBeingRenewed() {
    return renewalStatus == RenewalStatus.PENDING_AUTO_RENEWAL
        || renewalStatus == RenewalStatus.PENDING_VALIDATION;
  }

  /**
   * How much later than it could this certificate's renewal begins, so that what was issued at once
   * is not all renewed at once: up to a twentieth of the time there is, the same each time.
   */
  private Duration spread(Duration lead) {
    return lead.dividedBy(SPREAD)
        .multipliedBy(Math.floorMod(id.hashCode(), STEPS))
        .dividedBy(STEPS);
  }

  /**
   * How long a failed renewal waits: an hour, twice as long after each further one, a day at most.
   */
  Duration renewalBackOff() {
    Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(renewalFailures, MOST_DOUBLINGS));
    return wait.compareTo(LAST_RETRY) < 0 ? wait : LAST_RETRY;
  }

  CertificateStatus status(Instant now) {
    boolean ended = notAfter != null && now.isAfter(notAfter);
    return status == CertificateStatus.ISSUED && ended ? CertificateStatus.EXPIRED : status;
  }

  /** Whether the certificate is still to be issued. */
  boolean isPending() {
    return status == CertificateStatus.PENDING_VALIDATION;
  }

  boolean eligibleForRenewal(Instant now) {
    return renewalDueAt != null && status(now) == CertificateStatus.ISSUED;
  }

  boolean renewalDue(Instant now) {
    return eligibleForRenewal(now) && renewalDueAt != null && !renewalDueAt.isAfter(now);
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

  CertificateType type() {
    return type;
  }

  @Nullable FailureReason failureReason() {
    return failureReason;
  }

  @Nullable String domainName() {
    return domainName;
  }

  List<String> alternativeNames() {
    return alternativeNames.isEmpty() ? List.of() : List.of(alternativeNames.split(" ", -1));
  }

  KeyAlgorithm keyAlgorithm() {
    return keyAlgorithm;
  }

  /** The private CA that it was requested from; null where whoever validates names chooses. */
  @Nullable String authorityArn() {
    return authorityArn;
  }

  /** The private CA that issued it; null where that is another CA, or was not noted. */
  @Nullable String issuingAuthorityArn() {
    return issuingAuthorityArn;
  }

  String exportOption() {
    return exportOption;
  }

  String transparency() {
    return transparency;
  }

  @Nullable String requestDigest() {
    return requestDigest;
  }

  @Nullable String certificate() {
    return certificate;
  }

  @Nullable String chain() {
    return chain;
  }

  byte @Nullable [] privateKey() {
    return privateKey;
  }

  @Nullable String keyMaterial() {
    return keyMaterial;
  }

  int revision() {
    return revision;
  }

  @Nullable Instant notBefore() {
    return notBefore;
  }

  @Nullable Instant notAfter() {
    return notAfter;
  }

  Optional<Instant> end() {
    return Optional.ofNullable(notAfter);
  }

  @Nullable RenewalStatus renewalStatus() {
    return renewalStatus;
  }

  @Nullable FailureReason renewalReason() {
    return renewalReason;
  }

  @Nullable Instant renewalAt() {
    return renewalAt;
  }

  boolean hasBeenExported() {
    return exported;
  }

  boolean inUse() {
    return inUse;
  }

  @Nullable String managedBy() {
    return managedBy;
  }

  String keyPairOrigin() {
    return keyPairOrigin;
  }

  @Nullable String serial() {
    return serial;
  }

  @Nullable ValidationMethod validationMethod() {
    return validationMethod;
  }

  @Nullable Instant revokedAt() {
    return revokedAt;
  }

  @Nullable AcmRevocationReason revocationReason() {
    return revocationReason;
  }

  int associations() {
    return associations;
  }

  Map<String, String> tags() {
    return Map.copyOf(tags);
  }

  Instant createdAt() {
    return createdAt;
  }

  @Nullable Instant issuedAt() {
    return issuedAt;
  }

  @Nullable Instant importedAt() {
    return importedAt;
  }
}
