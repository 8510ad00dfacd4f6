package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.CertificateDetails.ExtendedKeyUsageName;
import org.latchkey.x509.CertificateDetails.KeyUsageName;
import org.latchkey.x509.EncryptedPrivateKey;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.X509Exception;

/** ACM: requesting, importing, describing, listing, exporting and deleting certificates. */
@ApplicationScoped
@Transactional
@Audited("acm.amazonaws.com")
public class CertificateOperations {

  public record RequestCertificateRequest(
      String domainName,
      @Nullable ValidationMethod validationMethod,
      @Nullable List<String> subjectAlternativeNames,
      @Nullable String idempotencyToken,
      @Nullable List<DomainValidationOption> domainValidationOptions,
      @Nullable CertificateOptions options,
      @Nullable String certificateAuthorityArn,
      @Nullable List<Tag> tags,
      @Nullable KeyAlgorithm keyAlgorithm,
      @Nullable String managedBy) {}

  public record DomainValidationOption(String domainName, String validationDomain) {}

  public record CertificateOptions(
      @Nullable String certificateTransparencyLoggingPreference, @Nullable String export) {}

  /** A certificate's tag: key 1–128 characters, value 0–256. */
  public record Tag(String key, @Nullable String value) {}

  public record RequestCertificateResponse(String certificateArn) {}

  public record ImportCertificateRequest(
      @Nullable String certificateArn,
      byte[] certificate,
      SecretBytes privateKey,
      byte @Nullable [] certificateChain,
      @Nullable List<Tag> tags) {}

  public record ImportCertificateResponse(String certificateArn) {}

  public record DescribeCertificateRequest(String certificateArn) {}

  public record DescribeCertificateResponse(CertificateDetail certificate) {}

  public record ListCertificatesRequest(
      @Nullable List<CertificateStatus> certificateStatuses,
      @Nullable List<String> certificateKeyPairOrigins,
      @Nullable Filters includes,
      @Nullable String nextToken,
      @Nullable Integer maxItems,
      @Nullable String sortBy,
      @Nullable String sortOrder) {}

  public record Filters(
      @Nullable List<ExtendedKeyUsageName> extendedKeyUsage,
      @Nullable List<KeyUsageName> keyUsage,
      @Nullable List<KeyAlgorithm> keyTypes,
      @Nullable String exportOption,
      @Nullable String managedBy) {}

  public record ListCertificatesResponse(
      @Nullable String nextToken, List<CertificateSummary> certificateSummaryList) {}

  public record GetCertificateRequest(String certificateArn) {}

  public record GetCertificateResponse(String certificate, @Nullable String certificateChain) {}

  public record ExportCertificateRequest(String certificateArn, SecretBytes passphrase) {}

  public record ExportCertificateResponse(
      String certificate, @Nullable String certificateChain, String privateKey) {}

  public record DeleteCertificateRequest(String certificateArn) {}

  private static final int DEFAULT_PAGE = 100;

  @Inject private Certificates certificates;
  @Inject private NameValidations names;
  @Inject private PublicOrders orders;
  @Inject private CertificateAccess access;
  @Inject private CertificateRequests requests;
  @Inject private CertificateImports imports;
  @Inject private CertificateDescriptions descriptions;
  @Inject private PrivateKeyReencryption reencryption;
  @Inject private PrivateKeyProtection protection;
  @Inject private Clock clock;

  /**
   * Requests a certificate. One from a private CA is issued by the time this returns, or has failed
   * with the reason in its description; one without is issued once the DNS has the records that its
   * description names.
   *
   * @throws ServiceException {@code InvalidParameterException}, {@code InvalidArnException}, {@code
   *     InvalidTagException}, {@code TooManyTagsException}
   */
  public RequestCertificateResponse requestCertificate(
      Caller caller, RequestCertificateRequest request) {
    access.authorizeNew(
        caller,
        "acm:RequestCertificate",
        CertificateTags.of(request.tags()),
        CertificateRequests.conditionKeys(request));
    return new RequestCertificateResponse(requests.request(caller, request).toString());
  }

  /**
   * Imports a certificate with its private key, or puts them in the place of one imported before.
   *
   * @throws ServiceException {@code ValidationException}, {@code InvalidArnException}, {@code
   *     ResourceNotFoundException}, {@code InvalidTagException}, {@code TooManyTagsException}
   */
  public ImportCertificateResponse importCertificate(
      Caller caller, ImportCertificateRequest request) {
    try (SecretBytes privateKey = request.privateKey()) {
      String arn = request.certificateArn();
      Certificate replaced = null;
      if (arn == null) {
        access.authorizeNew(
            caller,
            "acm:ImportCertificate",
            CertificateTags.of(request.tags()),
            RequestContext.builder());
      } else {
        replaced = access.authorizedAndLocked(caller, arn, "acm:ImportCertificate");
      }
      return new ImportCertificateResponse(
          imports.importCertificate(caller, request, privateKey, replaced).toString());
    }
  }

  /** Everything about a certificate but its private key. */
  public DescribeCertificateResponse describeCertificate(
      Caller caller, DescribeCertificateRequest request) {
    Certificate certificate =
        access.authorized(caller, request.certificateArn(), "acm:DescribeCertificate");
    return new DescribeCertificateResponse(descriptions.detail(certificate));
  }

  /**
   * The certificates of the caller's account and Region; of key algorithm RSA_2048 alone, unless
   * the request includes others. A page may hold fewer than asked for and still have a token.
   *
   * @throws ServiceException {@code ValidationException} for a token that this did not return
   */
  public ListCertificatesResponse listCertificates(Caller caller, ListCertificatesRequest request) {
    access.authorizeAccount(caller, "acm:ListCertificates");
    if (request.sortOrder() != null || request.sortBy() != null) {
      if (request.sortBy() == null || request.sortOrder() == null) {
        throw new ServiceException(
            CommonFault.VALIDATION, "SortBy and SortOrder must be given together.");
      }
    }
    Instant now = clock.instant();
    Certificates.Home home = new Certificates.Home(caller.account(), caller.region());
    CertificateScan scan =
        new CertificateScan(
            (place, by, descending, limit) ->
                certificates.scan(home, Narrowing.none(), by, descending, place, limit, now),
            request.sortBy() == null
                ? CertificateOrder.CERTIFICATE_ARN
                : CertificateOrder.CREATED_AT,
            "DESCENDING".equals(request.sortOrder()));
    Page<String> page =
        scan.page(
            new CertificateFilter(request),
            request.nextToken(),
            request.maxItems() == null ? DEFAULT_PAGE : request.maxItems());
    return new ListCertificatesResponse(
        page.nextMarker(), certificates.describe(page.items(), descriptions::summary));
  }

  /**
   * A certificate and its chain.
   *
   * @throws ServiceException {@code RequestInProgressException} while it is not issued
   */
  public GetCertificateResponse getCertificate(Caller caller, GetCertificateRequest request) {
    Certificate certificate =
        access.authorized(caller, request.certificateArn(), "acm:GetCertificate");
    return new GetCertificateResponse(issued(certificate), certificate.chain());
  }

  /**
   * A certificate with its chain and its private key, the key encrypted under a passphrase of 4–128
   * ASCII characters other than #, $ and %.
   *
   * @throws ServiceException {@code ValidationException} for a certificate that may not be exported
   */
  public ExportCertificateResponse exportCertificate(
      Caller caller, ExportCertificateRequest request) {
    try (SecretBytes passphrase = request.passphrase()) {
      requireUsable(passphrase);
      Certificate certificate = access.authorizedToExport(caller, request.certificateArn());
      if (certificate.type() == CertificateType.IMPORTED) {
        throw new ServiceException(
            CommonFault.VALIDATION,
            "The certificate " + certificate.arn() + " was imported and cannot be exported.");
      }
      if (!certificate.exportOption().equals("ENABLED")) {
        throw new ServiceException(
            CommonFault.VALIDATION,
            "The certificate "
                + certificate.arn()
                + " cannot be exported: its Export option is DISABLED.");
      }
      String pem = issued(certificate);
      byte[] encrypted = certificate.privateKey();
      if (encrypted == null) {
        throw new ServiceException(
            CertificateFault.REQUEST_IN_PROGRESS, certificate.arn() + " has no private key yet.");
      }
      try (SecretBytes pkcs8 = protection.open(caller, certificate.arn(), encrypted)) {
        String privateKey = EncryptedPrivateKey.encrypt(pkcs8, passphrase).toPem();
        certificate.exported();
        return new ExportCertificateResponse(pem, certificate.chain(), privateKey);
      } catch (X509Exception problem) {
        throw new ServiceException(CommonFault.VALIDATION, problem.sentence(), problem);
      }
    }
  }

  /**
   * Deletes a certificate and its private key.
   *
   * @throws ServiceException {@code ResourceInUseException} while a service is associated with it
   */
  public void deleteCertificate(Caller caller, DeleteCertificateRequest request) {
    Certificate certificate =
        access.authorizedAndLocked(caller, request.certificateArn(), "acm:DeleteCertificate");
    if (certificate.inUse()) {
      throw new ServiceException(
          CertificateFault.RESOURCE_IN_USE,
          "Certificate "
              + certificate.arn()
              + " is in use: disassociate it from every resource first.");
    }
    reencryption.deleted(certificate);
    names.removeOf(certificate.id());
    orders.removeOf(certificate.id());
    certificates.remove(certificate);
  }

  /**
   * Refuses what tools that read the key may not take for what it is.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/acm/latest/APIReference/API_ExportCertificate.html">ExportCertificate</a>
   */
  private static void requireUsable(SecretBytes passphrase) {
    for (byte character : passphrase.expose()) {
      if (character < 0 || character == '#' || character == '$' || character == '%') {
        throw new ServiceException(
            CommonFault.VALIDATION,
            "The passphrase must be of ASCII characters other than #, $ and %.");
      }
    }
  }

  private static String issued(Certificate certificate) {
    String pem = certificate.certificate();
    if (pem == null) {
      throw new ServiceException(
          CertificateFault.REQUEST_IN_PROGRESS,
          "The certificate " + certificate.arn() + " has not been issued.");
    }
    return pem;
  }
}
