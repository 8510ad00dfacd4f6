package org.latchkey.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.SignedRequest.Header;

/** Signs requests with Signature Version 4, every header and the whole body included. */
public final class SigV4Signer {

  private final String accessKeyId;
  private final SecretBytes secretAccessKey;
  private final @Nullable String sessionToken;
  private final String region;
  private final String service;
  private final Clock clock;

  /**
   * @param secretAccessKey stays the caller's to close, not before the last signature
   * @param sessionToken for temporary credentials; null for long-term access keys
   */
  public SigV4Signer(
      String accessKeyId,
      SecretBytes secretAccessKey,
      @Nullable String sessionToken,
      String region,
      String service,
      Clock clock) {
    this.accessKeyId = accessKeyId;
    this.secretAccessKey = secretAccessKey;
    this.sessionToken = sessionToken;
    this.region = region;
    this.service = service;
    this.clock = clock;
  }

  /**
   * The request with {@code X-Amz-Date}, {@code Authorization} and, for temporary credentials,
   * {@code X-Amz-Security-Token} added.
   *
   * @param request has a {@code Host} header and none of those that are added
   */
  public SignedRequest sign(SignedRequest request) {
    Instant signedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    List<Header> added = new ArrayList<>();
    added.add(new Header(SignatureParameters.DATE, basic(signedAt)));
    if (sessionToken != null) {
      added.add(new Header(SignatureParameters.SECURITY_TOKEN, sessionToken));
    }
    SignedRequest dated = request.withHeaders(added);
    CredentialScope scope = scope(signedAt);
    List<String> names = headerNames(dated);
    String authorization =
        "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
            .formatted(
                SignatureParameters.ALGORITHM,
                accessKeyId,
                scope,
                String.join(";", names),
                signature(dated, names, signedAt, scope));
    return dated.withHeaders(List.of(new Header("Authorization", authorization)));
  }

  /**
   * The request with its signature in the query, good for {@code expires} from now.
   *
   * @param expires at most seven days
   */
  public SignedRequest presign(SignedRequest request, Duration expires) {
    Instant signedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    CredentialScope scope = scope(signedAt);
    List<String> names = headerNames(request);
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(SignatureParameters.ALGORITHM_PARAMETER, SignatureParameters.ALGORITHM);
    parameters.put(SignatureParameters.CREDENTIAL_PARAMETER, accessKeyId + '/' + scope);
    parameters.put(SignatureParameters.DATE, basic(signedAt));
    parameters.put(SignatureParameters.EXPIRES_PARAMETER, Long.toString(expires.toSeconds()));
    parameters.put(SignatureParameters.SIGNED_HEADERS_PARAMETER, String.join(";", names));
    if (sessionToken != null) {
      parameters.put(SignatureParameters.SECURITY_TOKEN, sessionToken);
    }
    SignedRequest unsigned = request.withQuery(extend(request.query(), parameters));
    String signature = signature(unsigned, names, signedAt, scope);
    return unsigned.withQuery(extend(unsigned.query(), Map.of(QueryString.SIGNATURE, signature)));
  }

  private String signature(
      SignedRequest request, List<String> names, Instant signedAt, CredentialScope scope) {
    StringToSign stringToSign =
        new StringToSign(signedAt, scope, CanonicalRequest.of(request, names));
    try (SecretBytes signingKey = SigningKeys.derive(secretAccessKey, scope)) {
      return stringToSign.sign(signingKey);
    }
  }

  private CredentialScope scope(Instant signedAt) {
    return new CredentialScope(basic(signedAt).substring(0, 8), region, service);
  }

  private static List<String> headerNames(SignedRequest request) {
    TreeSet<String> names = new TreeSet<>();
    request.headers().forEach(header -> names.add(SignedRequest.lowerCase(header.name())));
    return List.copyOf(names);
  }

  private static String extend(String query, Map<String, String> parameters) {
    StringBuilder extended = new StringBuilder(query);
    parameters.forEach(
        (name, value) ->
            extended
                .append(extended.isEmpty() ? "" : "&")
                .append(CanonicalRequest.encode(name.getBytes(UTF_8)))
                .append('=')
                .append(CanonicalRequest.encode(value.getBytes(UTF_8))));
    return extended.toString();
  }

  private static String basic(Instant instant) {
    return BasicDateTime.format(instant);
  }
}
