package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.certificates.CertificateOperations.CertificateOptions;
import org.latchkey.certificates.CertificateOperations.RequestCertificateRequest;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.mail.OutgoingMail;
import org.latchkey.publicca.PublicAuthority;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;
import org.latchkey.tokens.IdempotencyTokens;
import org.latchkey.x509.KeyAlgorithm;

/** Takes requests for certificates, of a private CA or after validation. */
@ApplicationScoped
class CertificateRequests {

  /** How long a token makes a second request the same as the first. */
  private static final Duration IDEMPOTENCY = Duration.ofHours(1);

  /** The upper bound of a common name (RFC 5280, appendix A.1), in characters. */
  private static final int LONGEST_COMMON_NAME = 64;

  private static final int MOST_NAMES = 100;

  /** The key algorithms that browsers' root programs let public certificates have. */
  private static final Set<KeyAlgorithm> VALIDATED_ALGORITHMS =
      EnumSet.of(KeyAlgorithm.RSA_2048, KeyAlgorithm.EC_prime256v1, KeyAlgorithm.EC_secp384r1);

  @Inject private Certificates certificates;
  @Inject private PrivateCertificates privateCertificates;
  @Inject private PrivateKeyProtection protection;
  @Inject private NameValidations names;
  @Inject private PublicAuthority authority;
  @Inject private OutgoingMail mail;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private IdempotencyTokens tokens;
  @Inject private Event<CertificateChanged> changes;
  @Inject private Clock clock;

  Arn request(Caller caller, RequestCertificateRequest request) {
    Instant now = clock.instant();
    String token = request.idempotencyToken();
    String digest = Digests.sha256hex(request.toString());
    if (token != null) {
      tokens.hold("acm", caller.account(), caller.region(), token);
      Certificate earlier =
          certificates
              .requested(caller.account(), caller.region(), token, digest, now.minus(IDEMPOTENCY))
              .orElse(null);
      if (earlier != null) {
        return earlier.arn();
      }
    }
    Certificate certificate = accepted(caller, request, now);
    if (request.managedBy() != null) {
      certificate.managedBy(request.managedBy());
    }
    certificate.log(logging(request.options()));
    if (token != null) {
      certificate.rememberRequest(token, digest);
    }
    protection.key(caller.account(), caller.region());
    if (certificate.isValidated()) {
      certificates.add(certificate);
      validate(certificate, ValidationRules.domains(request, certificate.alternativeNames()));
      return certificate.arn();
    }
    try {
      certificate.issue(privateCertificates.issue(caller, certificate), clock.instant());
    } catch (PrivateCertificates.Refused refused) {
      certificate.fail(refused.reason());
    }
    certificates.add(certificate);
    if (certificate.certificate() != null) {
      changes.fire(
          new CertificateChanged(
              certificate.arn(), certificate.revision(), CertificateChanged.Cause.ISSUED));
    }
    return certificate.arn();
  }

  /**
   * What policies may ask about of a request, with the defaults of what it leaves out; names are in
   * lower case, as certificates have them.
   *
   * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/acm-conditions.html">AWS
   *     Certificate Manager User Guide, Use condition keys with ACM</a>
   */
  static RequestContext.Builder conditionKeys(RequestCertificateRequest request) {
    ValidationMethod method = request.validationMethod();
    KeyAlgorithm algorithm =
        request.keyAlgorithm() == null ? KeyAlgorithm.RSA_2048 : request.keyAlgorithm();
    CertificateOptions options = request.options();
    String export = options == null ? null : options.export();
    String usualExport = request.certificateAuthorityArn() == null ? "DISABLED" : "ENABLED";
    RequestContext.Builder context =
        RequestContext.builder()
            .put("acm:ValidationMethod", method == null ? null : method.name())
            .put("acm:DomainNames", request.domainName().toLowerCase(Locale.ROOT))
            .put("acm:KeyAlgorithm", algorithm.name())
            .put("acm:CertificateTransparencyLogging", logging(options))
            .put("acm:Export", export == null ? usualExport : export)
            .put("acm:CertificateAuthority", request.certificateAuthorityArn());
    if (request.subjectAlternativeNames() != null) {
      request
          .subjectAlternativeNames()
          .forEach(name -> context.put("acm:DomainNames", name.toLowerCase(Locale.ROOT)));
    }
    return context;
  }

  /** Certificates are recorded in transparency logs unless a request says otherwise. */
  private static String logging(@Nullable CertificateOptions options) {
    String asked = options == null ? null : options.certificateTransparencyLoggingPreference();
    return asked == null ? "ENABLED" : asked;
  }

  private void validate(Certificate certificate, Map<String, String> domains) {
    List<String> all = certificate.alternativeNames();
    names.add(
        IntStream.range(0, all.size())
            .mapToObj(place -> validation(certificate, place, all.get(place), domains))
            .toList());
  }

  private NameValidation validation(
      Certificate certificate, int place, String name, Map<String, String> domains) {
    String id = certificate.id();
    String account = certificate.account();
    String domain = DomainNames.withoutWildcard(name);
    return switch (Objects.requireNonNull(certificate.validationMethod())) {
      case DNS ->
          NameValidation.byDns(
              id, place, name, ControlRecord.of(rootOfTrust.rootKey(), account, domain));
      case HTTP ->
          NameValidation.byHttp(
              id, place, name, HttpProof.of(rootOfTrust.rootKey(), account, domain));
      case EMAIL ->
          NameValidation.byEmail(
              id,
              place,
              name,
              domains.getOrDefault(name, ValidationMail.defaultDomain(name)),
              certificate.createdAt());
    };
  }

  private Certificate accepted(Caller caller, RequestCertificateRequest request, Instant now) {
    String authorityArn = request.certificateAuthorityArn();
    if (authorityArn == null) {
      return toBeValidated(caller, request, now);
    }
    if (request.validationMethod() != null || request.domainValidationOptions() != null) {
      throw invalid("A certificate of a private CA is issued without validation.");
    }
    KeyAlgorithm algorithm =
        request.keyAlgorithm() == null ? KeyAlgorithm.RSA_2048 : request.keyAlgorithm();
    if (algorithm == KeyAlgorithm.RSA_1024) {
      throw invalid("RSA_1024 is not supported for requested certificates.");
    }
    boolean exportable =
        request.options() == null || !"DISABLED".equals(request.options().export());
    return Certificate.requested(
        UUID.randomUUID().toString(),
        caller.account(),
        caller.region(),
        algorithm,
        request.domainName().toLowerCase(Locale.ROOT),
        names(request),
        authorityArn,
        exportable,
        CertificateTags.of(request.tags()),
        now);
  }

  private Certificate toBeValidated(Caller caller, RequestCertificateRequest request, Instant now) {
    if (ValidatedIssuer.arn().isEmpty() && authority.directory().isEmpty()) {
      throw invalid(
          "No issuer of validated certificates is configured: name a private CA in"
              + " CertificateAuthorityArn.");
    }
    List<String> all = names(request);
    ValidationMethod method = ValidationRules.method(request, all, mail.isConfigured());
    if (authority.directory().isPresent()
        && !authority.certifiesWildcards()
        && all.stream().anyMatch(DomainNames::isWildcard)) {
      throw invalid("The CA certifies no wildcards, as it looks for its challenges over HTTP.");
    }
    KeyAlgorithm algorithm =
        request.keyAlgorithm() == null ? KeyAlgorithm.RSA_2048 : request.keyAlgorithm();
    if (!VALIDATED_ALGORITHMS.contains(algorithm)) {
      throw invalid(algorithm + " is not supported for certificates that are validated.");
    }
    return Certificate.toBeValidated(
        UUID.randomUUID().toString(),
        caller.account(),
        caller.region(),
        algorithm,
        all,
        method,
        request.options() != null && "ENABLED".equals(request.options().export()),
        CertificateTags.of(request.tags()),
        now);
  }

  private static List<String> names(RequestCertificateRequest request) {
    Set<String> names = new LinkedHashSet<>();
    names.add(DomainNames.checked(request.domainName()));
    if (request.subjectAlternativeNames() != null) {
      request.subjectAlternativeNames().forEach(name -> names.add(DomainNames.checked(name)));
    }
    if (names.size() > MOST_NAMES) {
      throw new ServiceException(
          CertificateFault.LIMIT_EXCEEDED, "A certificate has at most " + MOST_NAMES + " names.");
    }
    if (request.domainName().length() > LONGEST_COMMON_NAME) {
      throw invalid(
          "The first domain name can be at most "
              + LONGEST_COMMON_NAME
              + " characters long, including periods.");
    }
    return new ArrayList<>(names);
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(CertificateFault.INVALID_PARAMETER, message);
  }
}
