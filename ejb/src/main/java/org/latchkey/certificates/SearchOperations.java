package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.AlternativeName;
import org.latchkey.x509.CertificateDetails;
import org.latchkey.x509.CertificateDetails.ExtendedKeyUsageDetail;
import org.latchkey.x509.CertificateDetails.ExtendedKeyUsageName;
import org.latchkey.x509.CertificateDetails.KeyUsageName;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SubjectAttributes;

/**
 * ACM: searching certificates by what they say and what is known of them.
 *
 * <p>A page may hold fewer certificates than asked for, even none, and still have a token: one call
 * looks at a bounded number.
 */
@ApplicationScoped
@Transactional
@Audited("acm.amazonaws.com")
public class SearchOperations {

  public record SearchCertificatesRequest(
      @Nullable CertificateFilterStatement filterStatement,
      @Nullable Integer maxResults,
      @Nullable String nextToken,
      @Nullable String sortBy,
      @Nullable String sortOrder) {}

  /** Exactly one member is set. */
  public record CertificateFilterStatement(
      @Nullable List<CertificateFilterStatement> and,
      @Nullable List<CertificateFilterStatement> or,
      @Nullable CertificateFilterStatement not,
      @Nullable CertificateFilter filter) {}

  /** Exactly one member is set. */
  public record CertificateFilter(
      @Nullable String certificateArn,
      @Nullable X509AttributeFilter x509AttributeFilter,
      @Nullable AcmCertificateMetadataFilter acmCertificateMetadataFilter) {}

  /** Exactly one member is set. */
  public record X509AttributeFilter(
      @Nullable SubjectFilter subject,
      @Nullable SubjectAlternativeNameFilter subjectAlternativeName,
      @Nullable ExtendedKeyUsageName extendedKeyUsage,
      @Nullable KeyUsageName keyUsage,
      @Nullable KeyAlgorithm keyAlgorithm,
      @Nullable String serialNumber,
      @Nullable TimestampRange notAfter,
      @Nullable TimestampRange notBefore) {}

  public record SubjectFilter(@Nullable CommonNameFilter commonName) {}

  public record SubjectAlternativeNameFilter(@Nullable DnsNameFilter dnsName) {}

  public record CommonNameFilter(String value, ComparisonOperator comparisonOperator) {}

  public record DnsNameFilter(String value, ComparisonOperator comparisonOperator) {}

  /** How a name is compared, its case aside. */
  public enum ComparisonOperator {
    CONTAINS,
    EQUALS
  }

  /** A range of time, both of its ends within. */
  public record TimestampRange(@Nullable Instant start, @Nullable Instant end) {}

  /** Exactly one member is set. */
  public record AcmCertificateMetadataFilter(
      @Nullable CertificateStatus status,
      @Nullable RenewalStatus renewalStatus,
      @Nullable CertificateType type,
      @Nullable Boolean inUse,
      @Nullable Boolean exported,
      @Nullable String exportOption,
      @Nullable String managedBy,
      @Nullable ValidationMethod validationMethod,
      @Nullable String certificateKeyPairOrigin,
      @Nullable String acmeEndpointArn,
      @Nullable String acmeAccountId) {}

  public record SearchCertificatesResponse(
      List<CertificateSearchResult> results, @Nullable String nextToken) {}

  public record CertificateSearchResult(
      String certificateArn,
      @Nullable X509Attributes x509Attributes,
      CertificateMetadata certificateMetadata) {}

  public record X509Attributes(
      SubjectAttributes issuer,
      SubjectAttributes subject,
      List<AlternativeName> subjectAlternativeNames,
      List<ExtendedKeyUsageName> extendedKeyUsages,
      @Nullable KeyAlgorithm keyAlgorithm,
      List<KeyUsageName> keyUsages,
      String serialNumber,
      Instant notAfter,
      Instant notBefore) {}

  public record CertificateMetadata(AcmCertificateMetadata acmCertificateMetadata) {}

  public record AcmCertificateMetadata(
      Instant createdAt,
      boolean exported,
      @Nullable Instant importedAt,
      boolean inUse,
      @Nullable Instant issuedAt,
      String renewalEligibility,
      @Nullable Instant revokedAt,
      CertificateStatus status,
      @Nullable RenewalStatus renewalStatus,
      CertificateType type,
      @Nullable String exportOption,
      @Nullable String managedBy,
      @Nullable ValidationMethod validationMethod,
      String certificateKeyPairOrigin) {}

  private static final int DEFAULT_PAGE = 100;

  @Inject private Certificates certificates;
  @Inject private CertificateAccess access;
  @Inject private Clock clock;

  /**
   * The certificates of the caller's account and Region that a statement shows; in the order of
   * their ARNs, ascending, unless the request says otherwise.
   *
   * @throws ServiceException {@code ValidationException} for a token that this did not return
   */
  public SearchCertificatesResponse searchCertificates(
      Caller caller, SearchCertificatesRequest request) {
    access.authorizeAccount(caller, "acm:SearchCertificates");
    CertificateOrder order =
        request.sortBy() == null
            ? CertificateOrder.CERTIFICATE_ARN
            : CertificateOrder.valueOf(request.sortBy());
    Instant now = clock.instant();
    Certificates.Home home = new Certificates.Home(caller.account(), caller.region());
    Narrowing narrowing = SearchFilter.narrowing(request.filterStatement());
    CertificateScan scan =
        new CertificateScan(
            (place, by, descending, limit) ->
                certificates.scan(home, narrowing, by, descending, place, limit, now),
            order,
            "DESCENDING".equals(request.sortOrder()));
    Page<String> page =
        scan.page(
            SearchFilter.of(request.filterStatement()),
            request.nextToken(),
            request.maxResults() == null ? DEFAULT_PAGE : request.maxResults());
    return new SearchCertificatesResponse(
        certificates.describe(page.items(), found -> result(found, now)), page.nextMarker());
  }

  private static CertificateSearchResult result(Certificate certificate, Instant now) {
    String pem = certificate.certificate();
    return new CertificateSearchResult(
        certificate.arn().toString(),
        pem == null ? null : attributes(Pem.readCertificate(pem.getBytes(US_ASCII))),
        new CertificateMetadata(metadata(certificate, now)));
  }

  private static X509Attributes attributes(X509Certificate certificate) {
    CertificateDetails details = CertificateDetails.of(certificate);
    return new X509Attributes(
        CertificateDetails.issuer(certificate),
        CertificateDetails.subject(certificate),
        CertificateDetails.alternativeNames(certificate),
        details.extendedKeyUsages().stream().map(ExtendedKeyUsageDetail::name).toList(),
        details.keyAlgorithm(),
        details.keyUsages(),
        details.serial(),
        details.notAfter(),
        details.notBefore());
  }

  private static AcmCertificateMetadata metadata(Certificate certificate, Instant now) {
    return new AcmCertificateMetadata(
        certificate.createdAt(),
        certificate.hasBeenExported(),
        certificate.importedAt(),
        certificate.inUse(),
        certificate.issuedAt(),
        CertificateDescriptions.eligibility(certificate, now),
        certificate.revokedAt(),
        certificate.status(now),
        certificate.renewalStatus(),
        certificate.type(),
        certificate.type() == CertificateType.IMPORTED ? null : certificate.exportOption(),
        certificate.managedBy(),
        certificate.validationMethod(),
        certificate.keyPairOrigin());
  }
}
