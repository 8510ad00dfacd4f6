package org.latchkey.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.latchkey.shared.CommonFault.EXPIRED_TOKEN;
import static org.latchkey.shared.CommonFault.INVALID_SIGNATURE;
import static org.latchkey.shared.CommonFault.UNRECOGNIZED_CLIENT;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.latchkey.crypto.ConstantTime;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.ServiceException;

/**
 * Verifies Signature Version 4, in the {@code Authorization} header or in the query.
 *
 * <p>The body is always part of what is verified: {@code UNSIGNED-PAYLOAD} and chunked payload
 * signatures are for S3 and are refused here. Safe for use by many threads.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">IAM
 *     User Guide, Create a signed AWS API request</a>
 */
public final class SignatureVerifier {

  /** How far a request's date may be from this server's clock. */
  public static final Duration ALLOWED_SKEW = Duration.ofMinutes(5);

  private final CredentialSource credentials;
  private final Set<String> services;
  private final Clock clock;
  private final SigningKeys signingKeys = new SigningKeys();

  /**
   * A request whose signature holds.
   *
   * @param service the service that the credential was scoped to
   */
  public record Verified(SigningCredential credential, String region, String service) {}

  /**
   * @param services the names of the services, as credential scopes spell them, that are served
   */
  public SignatureVerifier(CredentialSource credentials, Set<String> services, Clock clock) {
    this.credentials = credentials;
    this.services = Set.copyOf(services);
    this.clock = clock;
  }

  /**
   * Who signed {@code request}, and for which Region and service.
   *
   * @throws ServiceException MissingAuthenticationTokenException (not signed),
   *     IncompleteSignatureException (a part missing or unreadable), UnrecognizedClientException
   *     (unknown access key or wrong session token), ExpiredTokenException (temporary credentials
   *     past their end), InvalidSignatureException (anything else)
   */
  public Verified verify(SignedRequest request) {
    SignatureParameters parameters = SignatureParameters.of(request);
    if (!services.contains(parameters.scope().service())) {
      throw invalid(
          "Credential should be scoped to correct service: '"
              + String.join("', '", services.stream().sorted().toList())
              + "'. ");
    }
    requireCurrent(parameters);
    requireCoverage(request, parameters);
    SigningCredential credential =
        credentials.find(parameters.accessKeyId()).orElseThrow(SignatureVerifier::unrecognized);
    requireSessionToken(credential, parameters);
    requireSignature(request, parameters, credential);
    return new Verified(credential, parameters.scope().region(), parameters.scope().service());
  }

  /** Zeroes every signing key derived from that access key's secret. */
  public void forget(String accessKeyId) {
    signingKeys.forget(accessKeyId);
  }

  private void requireCurrent(SignatureParameters parameters) {
    Instant now = clock.instant();
    Instant signedAt = parameters.signedAt();
    Duration lifetime = parameters.expires() == null ? ALLOWED_SKEW : parameters.expires();
    Instant earliest = now.minus(lifetime);
    Instant latest = now.plus(ALLOWED_SKEW);
    if (signedAt.isBefore(earliest)) {
      throw invalid(
          "Signature expired: %s is now earlier than %s (%s - %s.)"
              .formatted(basic(signedAt), basic(earliest), basic(now), spoken(lifetime)));
    }
    if (signedAt.isAfter(latest)) {
      throw invalid(
          "Signature not yet current: %s is still later than %s (%s + %s.)"
              .formatted(basic(signedAt), basic(latest), basic(now), spoken(ALLOWED_SKEW)));
    }
  }

  /**
   * The host and every {@code x-amz-*} header must be signed, or a captured request could be sent
   * again with another operation's name. The session token is the exception: it proves itself, and
   * AWS's own suite has it added after signing.
   */
  private static void requireCoverage(SignedRequest request, SignatureParameters parameters) {
    if (!parameters.signedHeaders().contains("host")) {
      throw invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    if (request.headerValues("Host").size() != 1) {
      throw invalid("A request must have exactly one 'Host' header.");
    }
    for (SignedRequest.Header header : request.headers()) {
      String name = SignedRequest.lowerCase(header.name());
      if (name.startsWith("x-amz-")
          && !name.equalsIgnoreCase(SignatureParameters.SECURITY_TOKEN)
          && !parameters.signedHeaders().contains(name)) {
        throw invalid("There were headers present in the request which were not signed: " + name);
      }
    }
  }

  private void requireSessionToken(SigningCredential credential, SignatureParameters parameters) {
    String expected = credential.sessionTokenDigest();
    String given = parameters.securityToken();
    if (expected == null && given == null) {
      return;
    }
    if (expected == null
        || given == null
        || !ConstantTime.equals(expected, Digests.sha256hex(given.getBytes(UTF_8)))) {
      throw unrecognized();
    }
    Instant expiresAt = credential.expiresAt();
    if (expiresAt != null && !clock.instant().isBefore(expiresAt)) {
      throw new ServiceException(
          EXPIRED_TOKEN, "The security token included in the request is expired");
    }
  }

  private void requireSignature(
      SignedRequest request, SignatureParameters parameters, SigningCredential credential) {
    StringToSign stringToSign =
        new StringToSign(
            parameters.signedAt(),
            parameters.scope(),
            CanonicalRequest.of(request, parameters.signedHeaders()));
    String accessKeyId = credential.accessKeyId();
    SecretBytes kept = signingKeys.find(accessKeyId, parameters.scope());
    try (SecretBytes signingKey = kept != null ? kept : derive(credential, parameters.scope())) {
      if (!ConstantTime.equals(stringToSign.sign(signingKey), parameters.signature())) {
        throw invalid(
            "The request signature we calculated does not match the signature you provided."
                + " Check your AWS Secret Access Key and signing method."
                + " Consult the service documentation for details.");
      }
      if (kept == null) {
        signingKeys.keep(accessKeyId, parameters.scope(), signingKey);
      }
    }
  }

  private static SecretBytes derive(SigningCredential credential, CredentialScope scope) {
    try (SecretBytes secret = credential.secretAccessKey().get()) {
      return SigningKeys.derive(secret, scope);
    }
  }

  private static String basic(Instant instant) {
    return BasicDateTime.format(instant);
  }

  private static String spoken(Duration duration) {
    return duration.toSecondsPart() == 0
        ? duration.toMinutes() + " min"
        : duration.toSeconds() + " sec";
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(INVALID_SIGNATURE, message);
  }

  private static ServiceException unrecognized() {
    return new ServiceException(
        UNRECOGNIZED_CLIENT, "The security token included in the request is invalid.");
  }
}
