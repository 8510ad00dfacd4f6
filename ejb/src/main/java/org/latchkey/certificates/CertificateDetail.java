package org.latchkey.certificates;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateOperations.CertificateOptions;
import org.latchkey.x509.CertificateDetails.ExtendedKeyUsageName;
import org.latchkey.x509.CertificateDetails.KeyUsageName;
import org.latchkey.x509.KeyAlgorithm;

/**
 * What {@code DescribeCertificate} says.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html">AWS
 *     Certificate Manager API Reference, CertificateDetail</a>
 */
public record CertificateDetail(
    String certificateArn,
    @Nullable String domainName,
    @Nullable List<String> subjectAlternativeNames,
    @Nullable String managedBy,
    @Nullable List<DomainValidation> domainValidationOptions,
    @Nullable String serial,
    @Nullable String subject,
    @Nullable String issuer,
    Instant createdAt,
    @Nullable Instant issuedAt,
    @Nullable Instant importedAt,
    CertificateStatus status,
    @Nullable Instant revokedAt,
    @Nullable AcmRevocationReason revocationReason,
    @Nullable Instant notBefore,
    @Nullable Instant notAfter,
    KeyAlgorithm keyAlgorithm,
    @Nullable String signatureAlgorithm,
    List<String> inUseBy,
    @Nullable FailureReason failureReason,
    CertificateType type,
    @Nullable RenewalSummary renewalSummary,
    List<KeyUsage> keyUsages,
    List<ExtendedKeyUsage> extendedKeyUsages,
    @Nullable String certificateAuthorityArn,
    String renewalEligibility,
    @Nullable CertificateOptions options,
    String certificateKeyPairOrigin,
    @Nullable String acmeEndpointArn,
    @Nullable String acmeAccountId) {

  /** How one name of a certificate was validated. */
  public record DomainValidation(
      String domainName,
      @Nullable List<String> validationEmails,
      @Nullable String validationDomain,
      @Nullable DomainStatus validationStatus,
      @Nullable ResourceRecord resourceRecord,
      @Nullable HttpRedirect httpRedirect,
      @Nullable ValidationMethod validationMethod) {}

  /** The DNS record that proves control of a name. */
  public record ResourceRecord(String name, String type, String value) {}

  /** The redirect that proves control of a name. */
  public record HttpRedirect(@Nullable String redirectFrom, @Nullable String redirectTo) {}

  /** How the last renewal went. */
  public record RenewalSummary(
      RenewalStatus renewalStatus,
      List<DomainValidation> domainValidationOptions,
      @Nullable FailureReason renewalStatusReason,
      Instant updatedAt) {}

  /** A use of the key. */
  public record KeyUsage(KeyUsageName name) {}

  /** A purpose of the key. */
  public record ExtendedKeyUsage(ExtendedKeyUsageName name, @Nullable String oid) {}
}
