package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.ApiPassthrough;
import org.latchkey.x509.SerialNumbers;
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
      RevocationConfiguration revocationConfiguration,
      @Nullable Instant restorableUntil,
      @Nullable String keyStorageSecurityStandard,
      UsageMode usageMode) {}

  public record ListCertificateAuthoritiesRequest(
      @Nullable Integer maxResults,
      @Nullable String nextToken,
      @Nullable ResourceOwner resourceOwner) {}

  public record ListCertificateAuthoritiesResponse(
      @Nullable String nextToken, List<CertificateAuthority> certificateAuthorities) {}

  /** Whose authorities are listed. */
  public enum ResourceOwner {
    SELF,
    OTHER_ACCOUNTS
  }

  public record GetCertificateAuthorityCertificateRequest(String certificateAuthorityArn) {}

  public record GetCertificateAuthorityCertificateResponse(
      String certificate, @Nullable String certificateChain) {}

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

  /** What its page tokens are for. */
  private static final String LIST = "authorities";

  private static final Set<AuthorityStatus> CERTIFIED =
      EnumSet.of(AuthorityStatus.ACTIVE, AuthorityStatus.DISABLED, AuthorityStatus.EXPIRED);

  private static final Set<AuthorityStatus> NOT_DELETED =
      EnumSet.complementOf(EnumSet.of(AuthorityStatus.DELETED));

  @Inject private Authorities authorities;
  @Inject private AuthorityCreation creation;
  @Inject private Issuance issuance;
  @Inject private AuthorityActivation activation;
  @Inject private RevocationLists lists;
  @Inject private AuthorityAccess access;
  @Inject private Clock clock;

  /**
   * Makes an authority with a new key; it waits for its certificate then.
   *
   * @throws ServiceException {@code InvalidArgsException}, {@code InvalidTagException}, {@code
   *     LimitExceededException}
   */
  public CreateCertificateAuthorityResponse createCertificateAuthority(
      Caller caller, CreateCertificateAuthorityRequest request) {
    Map<String, String> tags = AuthorityTags.of(request.tags());
    access.authorizeAccount(caller, "CreateCertificateAuthority", tags);
    Authority authority = creation.create(caller, request, tags);
    return new CreateCertificateAuthorityResponse(authority.arn().toString());
  }

  /** An authority's configuration and state. */
  public DescribeCertificateAuthorityResponse describeCertificateAuthority(
      Caller caller, DescribeCertificateAuthorityRequest request) {
    Authority authority =
        access.authorized(
            caller, request.certificateAuthorityArn(), "DescribeCertificateAuthority");
    return new DescribeCertificateAuthorityResponse(describe(authority));
  }

  /**
   * The caller's authorities in the Region, or those that others share with its account, by their
   * ids. Of those that are shared with everyone whom a condition lets in, an organization say, the
   * ones that the caller may describe.
   *
   * @throws ServiceException {@code InvalidNextTokenException}
   */
  public ListCertificateAuthoritiesResponse listCertificateAuthorities(
      Caller caller, ListCertificateAuthoritiesRequest request) {
    access.authorizeAccount(caller, "ListCertificateAuthorities", Map.of());
    int limit = PageTokens.size(request.maxResults());
    String after = PageTokens.read(LIST, request.nextToken());
    Instant now = clock.instant();
    List<Authority> rows =
        request.resourceOwner() == ResourceOwner.OTHER_ACCOUNTS
            ? shared(caller, after, now, limit + 1)
            : authorities.list(caller.account(), caller.region(), after, now, limit + 1);
    Page<CertificateAuthority> page =
        Page.of(rows, limit, authority -> PageTokens.write(LIST, authority.id()))
            .map(this::describe);
    return new ListCertificateAuthoritiesResponse(page.nextMarker(), page.items());
  }

  private List<Authority> shared(Caller caller, String after, Instant now, int limit) {
    SortedMap<String, Authority> found = new TreeMap<>();
    for (Authority named :
        authorities.sharedWith(caller.account(), caller.region(), after, now, limit)) {
      found.put(named.id(), named);
    }
    String from = after;
    int visible = 0;
    List<Authority> open;
    do {
      open = authorities.sharedWith(SharingPolicy.EVERYONE, caller.region(), from, now, limit);
      for (Authority authority : open) {
        from = authority.id();
        if (!authority.account().equals(caller.account())
            && access.allows(caller, authority, "DescribeCertificateAuthority")) {
          found.put(authority.id(), authority);
          visible++;
        }
      }
    } while (open.size() == limit && visible < limit);
    return found.values().stream().limit(limit).toList();
  }

  /**
   * An authority's certificate request, for whoever is to sign its certificate.
   *
   * @throws ServiceException {@code InvalidStateException} for a deleted authority
   */
  public GetCertificateAuthorityCsrResponse getCertificateAuthorityCsr(
      Caller caller, GetCertificateAuthorityCsrRequest request) {
    Authority authority =
        access.authorized(caller, request.certificateAuthorityArn(), "GetCertificateAuthorityCsr");
    authority.require(NOT_DELETED, clock.instant());
    return new GetCertificateAuthorityCsrResponse(authority.csr());
  }

  /**
   * An authority's certificate and its chain, up to the root where that is another's.
   *
   * @throws ServiceException {@code InvalidStateException} where it has none yet, or is deleted
   */
  public GetCertificateAuthorityCertificateResponse getCertificateAuthorityCertificate(
      Caller caller, GetCertificateAuthorityCertificateRequest request) {
    Authority authority =
        access.authorized(
            caller, request.certificateAuthorityArn(), "GetCertificateAuthorityCertificate");
    authority.require(CERTIFIED, clock.instant());
    return new GetCertificateAuthorityCertificateResponse(
        Objects.requireNonNull(authority.certificate()), authority.chain());
  }

  /**
   * Issues a certificate, at once.
   *
   * @throws ServiceException {@code InvalidStateException}, {@code MalformedCSRException}, {@code
   *     InvalidArgsException}, {@code ResourceNotFoundException}
   */
  public IssueCertificateResponse issueCertificate(Caller caller, IssueCertificateRequest request) {
    RequestContext.Builder context = RequestContext.builder();
    context.put("acm-pca:TemplateArn", Issuance.templateArn(request));
    Authority authority =
        access.authorized(caller, request.certificateAuthorityArn(), "IssueCertificate", context);
    String serial = issuance.issue(caller, authority, request);
    return new IssueCertificateResponse(authority.arn() + "/certificate/" + serial);
  }

  /**
   * A certificate that an authority has issued, with its chain.
   *
   * @throws ServiceException {@code ResourceNotFoundException}, {@code InvalidArnException}, {@code
   *     InvalidStateException} for a deleted authority
   */
  public GetCertificateResponse getCertificate(Caller caller, GetCertificateRequest request) {
    Authority authority =
        access.authorized(caller, request.certificateAuthorityArn(), "GetCertificate");
    authority.require(NOT_DELETED, clock.instant());
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
    Authority authority =
        access.authorizedToChange(
            caller, request.certificateAuthorityArn(), "ImportCertificateAuthorityCertificate");
    activation.activate(authority, request.certificate(), request.certificateChain());
    lists.prepare(authority, clock.instant());
  }

  private CertificateAuthority describe(Authority authority) {
    return new CertificateAuthority(
        authority.arn().toString(),
        authority.account(),
        authority.createdAt(),
        authority.updatedAt(),
        authority.type(),
        decimal(authority.serial()),
        authority.status(clock.instant()),
        authority.notBefore(),
        authority.notAfter(),
        null,
        authority.configuration(),
        RevocationConfiguration.complete(authority.revocation()),
        authority.restorableUntil(),
        authority.keyStorageStandard(),
        authority.usageMode());
  }

  /**
   * A serial number as authorities are described with it, unlike certificates: in decimal digits.
   */
  private static @Nullable String decimal(@Nullable String serial) {
    return serial == null
        ? null
        : SerialNumbers.parse(serial).map(BigInteger::toString).orElseThrow();
  }
}
