package org.latchkey.authorities;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.AuthorityOperations.IssueCertificateRequest;
import org.latchkey.crypto.Digests;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.tokens.IdempotencyTokens;
import org.latchkey.x509.CertificateIssuer;
import org.latchkey.x509.CertificateTemplate;
import org.latchkey.x509.IssuanceRequest;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SerialNumbers;
import org.latchkey.x509.SigningRequest;
import org.latchkey.x509.Validity;
import org.latchkey.x509.X509Exception;

/** Issues certificates: prepare, lint, sign, store. */
@ApplicationScoped
class Issuance {

  private static final Duration LONGEST_SHORT_LIVED = Duration.ofDays(7);

  /** A root that has expired renews itself, which nobody else can. */
  private static final Set<AuthorityStatus> SELF_SIGNS =
      EnumSet.of(
          AuthorityStatus.PENDING_CERTIFICATE, AuthorityStatus.ACTIVE, AuthorityStatus.EXPIRED);

  @Inject private Authorities authorities;
  @Inject private AuthoritySigner signer;
  @Inject private RevocationLists lists;
  @Inject private IdempotencyTokens tokens;
  @Inject private Clock clock;

  /** Issues what is asked for; the serial number, in hexadecimal without separators. */
  String issue(Caller caller, Authority authority, IssueCertificateRequest request) {
    Instant now = clock.instant();
    String token = request.idempotencyToken();
    String digest = token == null ? null : digest(request);
    if (token != null) {
      tokens.hold("acm-pca", authority.account(), authority.region(), authority.id() + token);
      IssuedCertificate earlier =
          authorities
              .issuedWithToken(authority.id(), token, now.minus(AuthorityCreation.IDEMPOTENCY))
              .orElse(null);
      if (earlier != null) {
        return sameRequest(earlier, digest);
      }
    }
    X509Certificate certificate = sign(authority, request, now);
    String serial = SerialNumbers.hex(certificate.getSerialNumber());
    authorities.add(
        new IssuedCertificate(
            authority.id(),
            serial,
            Pem.write(certificate),
            chain(authority, certificate),
            template(request).arn(),
            caller.account(),
            service(caller),
            authority.crlPartition(),
            token,
            digest,
            certificate.getNotAfter().toInstant(),
            now));
    // one of 256 looks whether the partition is full, which need not be known exactly
    if (certificate.getSerialNumber().byteValue() == 0) {
      lists.keepSmall(authority);
    }
    return serial;
  }

  private X509Certificate sign(Authority authority, IssueCertificateRequest request, Instant now) {
    SigningRequest csr = csr(request.csr());
    try {
      CertificateTemplate template = template(request);
      CertificateIssuer issuer = issuer(authority, request, template, csr, now);
      requireAbsoluteStart(request);
      requireFutureEnd(request, now);
      if (!template.isRoot()) {
        requireWithin(authority, template, request, now);
      }
      IssuanceRequest wanted =
          new IssuanceRequest(
              template,
              csr,
              request.validity(),
              request.validityNotBefore(),
              request.apiPassthrough());
      if (authority.usageMode() == UsageMode.SHORT_LIVED_CERTIFICATE && !template.isRoot()) {
        requireShortLived(request, now);
      }
      return issuer
          .prepare(wanted, now)
          .lint()
          .issue(signer.with(authority.keyId(), authority.region(), authority.keyAlgorithm()));
    } catch (X509Exception problem) {
      throw AuthorityCreation.refused(problem);
    }
  }

  private CertificateIssuer issuer(
      Authority authority,
      IssueCertificateRequest request,
      CertificateTemplate template,
      SigningRequest csr,
      Instant now) {
    String certificate = authority.certificate();
    boolean rootsOwn = template.isRoot() && authority.type() == AuthorityType.ROOT;
    if (rootsOwn && SELF_SIGNS.contains(authority.status(now))) {
      SigningRequest own = Pem.readSigningRequest(authority.csr().getBytes(US_ASCII));
      if (!own.publicKey().equals(csr.publicKey())) {
        throw new ServiceException(
            AuthorityFault.MALFORMED_CSR,
            "A root authority signs no root certificate but its own: the CSR is not its own.");
      }
      return CertificateIssuer.selfSigning(own.publicKey(), request.signingAlgorithm());
    }
    if (template.isRoot() && authority.type() != AuthorityType.ROOT) {
      throw new ServiceException(
          AuthorityFault.INVALID_ARGS,
          "A subordinate authority signs no root certificate: the template is for roots alone.");
    }
    if (certificate == null || authority.status(now) != AuthorityStatus.ACTIVE) {
      throw new ServiceException(
          AuthorityFault.INVALID_STATE,
          "The certificate authority " + authority.arn() + " is not ACTIVE.");
    }
    String chain = authority.chain();
    return CertificateIssuer.of(
            Pem.readCertificate(certificate.getBytes(US_ASCII)), request.signingAlgorithm())
        .under(chain == null ? List.of() : Pem.readChain(chain.getBytes(US_ASCII)))
        .withRevocation(RevocationUrls.of(authority, lists.distributionPoint(authority)));
  }

  private static void requireAbsoluteStart(IssueCertificateRequest request) {
    Validity start = request.validityNotBefore();
    if (start != null && start.type() != Validity.ValidityPeriodType.ABSOLUTE) {
      throw new ServiceException(
          CommonFault.VALIDATION, "ValidityNotBefore must be of type ABSOLUTE.");
    }
  }

  /** An END_DATE or ABSOLUTE end may have passed: nothing is issued that nobody could use. */
  private static void requireFutureEnd(IssueCertificateRequest request, Instant now) {
    Instant end = request.validity().from(now);
    if (!end.isAfter(now)) {
      throw new ServiceException(
          CommonFault.VALIDATION, "The validity has ended already, at " + end + ".");
    }
  }

  /** What an authority issues ends no later than itself, and leads less far down. */
  private static void requireWithin(
      Authority authority,
      CertificateTemplate template,
      IssueCertificateRequest request,
      Instant now) {
    Instant latest = authority.notAfter();
    Instant end = request.validity().from(now);
    if (latest != null && end.isAfter(latest)) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The validity exceeds the certificate authority's, which ends at " + latest + ".");
    }
    String own = authority.certificate();
    Integer length = template.pathLength();
    if (own != null
        && length != null
        && length >= Pem.readCertificate(own.getBytes(US_ASCII)).getBasicConstraints()) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The path length of "
              + template
              + " is not below that of the certificate authority's own certificate.");
    }
  }

  private static void requireShortLived(IssueCertificateRequest request, Instant now) {
    if (request.validity().from(now).isAfter(now.plus(LONGEST_SHORT_LIVED))) {
      throw new ServiceException(
          AuthorityFault.INVALID_ARGS,
          "An authority for short-lived certificates issues for at most seven days.");
    }
  }

  private static String chain(Authority authority, X509Certificate certificate) {
    String own = authority.certificate();
    if (own == null || authority.isSelfSigned(certificate)) {
      return "";
    }
    List<X509Certificate> chain = new ArrayList<>();
    chain.add(Pem.readCertificate(own.getBytes(US_ASCII)));
    String above = authority.chain();
    if (above != null) {
      chain.addAll(Pem.readChain(above.getBytes(US_ASCII)));
    }
    return Pem.write(chain);
  }

  /** The service that has asked, on its own behalf or a caller's; null for a caller itself. */
  private static @Nullable String service(Caller caller) {
    if (caller.isService()) {
      return caller.principal();
    }
    String via = caller.viaService();
    return via == null ? null : via.substring(0, via.indexOf('.')) + ".amazonaws.com";
  }

  /**
   * The ARN of the template that a request names, or that stands for none, as policies have it.
   *
   * @throws ServiceException {@code InvalidArgsException} where there is no such template
   */
  static String templateArn(IssueCertificateRequest request) {
    try {
      return template(request).arn();
    } catch (X509Exception problem) {
      throw AuthorityCreation.refused(problem);
    }
  }

  private static CertificateTemplate template(IssueCertificateRequest request) {
    String arn = request.templateArn();
    return arn == null ? CertificateTemplate.DEFAULT : CertificateTemplate.parse(arn);
  }

  private static SigningRequest csr(byte[] pem) {
    try {
      return Pem.readSigningRequest(pem);
    } catch (X509Exception problem) {
      throw new ServiceException(AuthorityFault.MALFORMED_CSR, problem.sentence(), problem);
    }
  }

  private static String digest(IssueCertificateRequest request) {
    return Digests.sha256hex(AuthorityJson.write(request));
  }

  private static String sameRequest(IssuedCertificate earlier, @Nullable String digest) {
    if (digest == null || !digest.equals(earlier.requestDigest())) {
      throw new ServiceException(
          AuthorityFault.INVALID_ARGS,
          "The idempotency token was used for another request within the last five minutes.");
    }
    return earlier.serial();
  }
}
