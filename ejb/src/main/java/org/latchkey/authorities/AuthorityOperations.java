package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.ApiPassthrough;
import org.latchkey.x509.SignatureAlgorithm;
import org.latchkey.x509.Validity;

/** Making authorities, giving them their certificates, and issuing with them. */
@ApplicationScoped
@Transactional
@Audited("acm-pca.amazonaws.com")
public class AuthorityOperations {

  public record CreateCertificateAuthorityRequest(
      AuthorityConfiguration certificateAuthorityConfiguration,
      @Nullable RevocationConfiguration revocationConfiguration,
      AuthorityType certificateAuthorityType,
      @Nullable String idempotencyToken,
      @Nullable String keyStorageSecurityStandard,
      @Nullable List<Tag> tags,
      @Nullable UsageMode usageMode) {}

  public record CreateCertificateAuthorityResponse(String certificateAuthorityArn) {}

  /** An authority's tag: key 1–128 characters, value 0–256. */
  public record Tag(String key, @Nullable String value) {}

  public record DescribeCertificateAuthorityRequest(String certificateAuthorityArn) {}

  public record DescribeCertificateAuthorityResponse(CertificateAuthority certificateAuthority) {}

  public record CertificateAuthority(
      String arn,
      String ownerAccount,
      Instant createdAt,
      Instant lastStateChangeAt,
      AuthorityType type,
      @Nullable String serial,
      AuthorityStatus status,
      @Nullable Instant notBefore,
      @Nullable Instant notAfter,
      @Nullable String failureReason,
      AuthorityConfiguration certificateAuthorityConfiguration,
      @Nullable RevocationConfiguration revocationConfiguration,
      @Nullable Instant restorableUntil,
      @Nullable String keyStorageSecurityStandard,
      UsageMode usageMode) {}

  public record GetCertificateAuthorityCsrRequest(String certificateAuthorityArn) {}

  public record GetCertificateAuthorityCsrResponse(String csr) {}

  public record IssueCertificateRequest(
      @Nullable ApiPassthrough apiPassthrough,
      String certificateAuthorityArn,
      byte[] csr,
      SignatureAlgorithm signingAlgorithm,
      @Nullable String templateArn,
      Validity validity,
      @Nullable Validity validityNotBefore,
      @Nullable String idempotencyToken) {}

  public record IssueCertificateResponse(String certificateArn) {}

  public record GetCertificateRequest(String certificateAuthorityArn, String certificateArn) {}

  public record GetCertificateResponse(String certificate, @Nullable String certificateChain) {}

  public record ImportCertificateAuthorityCertificateRequest(
      String certificateAuthorityArn, byte[] certificate, byte @Nullable [] certificateChain) {}

  private static final String KEY_STORAGE_STANDARD = "FIPS_140_2_LEVEL_3_OR_HIGHER";

  @Inject private Authorities authorities;
  @Inject private AuthorityCreation creation;
  @Inject private Issuance issuance;
  @Inject private AuthorityActivation activation;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /**
   * Makes an authority with a new key; it waits for its certificate then.
   *
   * @throws ServiceException {@code InvalidArgsException}, {@code InvalidTagException}
   */
  public CreateCertificateAuthorityResponse createCertificateAuthority(
      Caller caller, CreateCertificateAuthorityRequest request) {
    authorizer.authorize(
        AuthorizationRequest.onAccount(
            caller, "acm-pca:CreateCertificateAuthority", RequestContext.empty()));
    Authority authority = creation.create(caller, request);
    return new CreateCertificateAuthorityResponse(authority.arn().toString());
  }

  /** An authority's configuration and state. */
  public DescribeCertificateAuthorityResponse describeCertificateAuthority(
      Caller caller, DescribeCertificateAuthorityRequest request) {
    Authority authority =
        authorized(
            caller, request.certificateAuthorityArn(), "acm-pca:DescribeCertificateAuthority");
    return new DescribeCertificateAuthorityResponse(describe(authority));
  }

  /** An authority's certificate request, for whoever is to sign its certificate. */
  public GetCertificateAuthorityCsrResponse getCertificateAuthorityCsr(
      Caller caller, GetCertificateAuthorityCsrRequest request) {
    Authority authority =
        authorized(caller, request.certificateAuthorityArn(), "acm-pca:GetCertificateAuthorityCsr");
    return new GetCertificateAuthorityCsrResponse(authority.csr());
  }

  /**
   * Issues a certificate, at once.
   *
   * @throws ServiceException {@code InvalidStateException}, {@code MalformedCSRException}, {@code
   *     InvalidArgsException}, {@code ResourceNotFoundException}
   */
  public IssueCertificateResponse issueCertificate(Caller caller, IssueCertificateRequest request) {
    RequestContext.Builder context = RequestContext.builder();
    context.put("acm-pca:TemplateArn", request.templateArn());
    Authority authority =
        authorized(caller, request.certificateAuthorityArn(), "acm-pca:IssueCertificate", context);
    String serial = issuance.issue(authority, request);
    return new IssueCertificateResponse(authority.arn() + "/certificate/" + serial);
  }

  /**
   * A certificate that an authority has issued, with its chain.
   *
   * @throws ServiceException {@code ResourceNotFoundException}, {@code InvalidArnException}
   */
  public GetCertificateResponse getCertificate(Caller caller, GetCertificateRequest request) {
    Authority authority =
        authorized(caller, request.certificateAuthorityArn(), "acm-pca:GetCertificate");
    String prefix = authority.arn() + "/certificate/";
    if (!request.certificateArn().startsWith(prefix)) {
      throw new ServiceException(
          AuthorityFault.INVALID_ARN,
          "The certificate " + request.certificateArn() + " is not one of this authority.");
    }
    IssuedCertificate issued =
        authorities
            .issued(authority.id(), request.certificateArn().substring(prefix.length()))
            .orElseThrow(
                () ->
                    new ServiceException(
                        AuthorityFault.RESOURCE_NOT_FOUND,
                        "Could not find certificate " + request.certificateArn()));
    return new GetCertificateResponse(
        issued.certificate(), issued.chain().isEmpty() ? null : issued.chain());
  }

  /**
   * Gives an authority the certificate that makes it one.
   *
   * @throws ServiceException {@code CertificateMismatchException}, {@code
   *     MalformedCertificateException}, {@code InvalidStateException}
   */
  public void importCertificateAuthorityCertificate(
      Caller caller, ImportCertificateAuthorityCertificateRequest request) {
    Authority found =
        authorized(
            caller,
            request.certificateAuthorityArn(),
            "acm-pca:ImportCertificateAuthorityCertificate");
    Authority authority =
        authorities.lock(found.id()).orElseThrow(() -> notFound(found.arn().toString()));
    activation.activate(authority, request.certificate(), request.certificateChain());
  }

  private Authority authorized(Caller caller, String arn, String action) {
    return authorized(caller, arn, action, RequestContext.builder());
  }

  private Authority authorized(
      Caller caller, String arn, String action, RequestContext.Builder context) {
    Arn named =
        Arn.parse(arn)
            .filter(parsed -> parsed.service().equals("acm-pca"))
            .orElseThrow(
                () -> new ServiceException(AuthorityFault.INVALID_ARN, "Invalid ARN: " + arn));
    Authority authority =
        named
            .resourceAfter("certificate-authority/")
            .filter(id -> named.region().equals(caller.region()))
            .flatMap(authorities::find)
            .filter(found -> found.arn().equals(named))
            .orElseThrow(() -> notFound(arn));
    context.attach(authority);
    authorizer.authorize(AuthorizationRequest.on(named, caller, action, context.build()));
    return authority;
  }

  private CertificateAuthority describe(Authority authority) {
    return new CertificateAuthority(
        authority.arn().toString(),
        authority.account(),
        authority.createdAt(),
        authority.updatedAt(),
        authority.type(),
        authority.serial(),
        authority.status(clock.instant()),
        authority.notBefore(),
        authority.notAfter(),
        null,
        authority.configuration(),
        authority.revocation(),
        null,
        KEY_STORAGE_STANDARD,
        authority.usageMode());
  }

  private static ServiceException notFound(String arn) {
    return new ServiceException(
        AuthorityFault.RESOURCE_NOT_FOUND, "Could not find Certificate Authority " + arn);
  }
}
