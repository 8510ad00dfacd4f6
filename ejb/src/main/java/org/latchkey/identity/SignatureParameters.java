package org.latchkey.identity;

import static org.latchkey.shared.CommonFault.INCOMPLETE_SIGNATURE;
import static org.latchkey.shared.CommonFault.INVALID_SIGNATURE;
import static org.latchkey.shared.CommonFault.MISSING_AUTHENTICATION_TOKEN;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;

/**
 * What a request says of its own signature, in its {@code Authorization} header or, presigned, in
 * its query. Nothing of it has been verified.
 *
 * @param signedAt the date of the string to sign, in whole seconds
 * @param expires how long a presigned request is good for; null for a signed header
 */
record SignatureParameters(
    String accessKeyId,
    CredentialScope scope,
    List<String> signedHeaders,
    String signature,
    Instant signedAt,
    @Nullable Duration expires,
    @Nullable String securityToken) {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  static final String ALGORITHM_PARAMETER = "X-Amz-Algorithm";
  static final String CREDENTIAL_PARAMETER = "X-Amz-Credential";
  static final String DATE = "X-Amz-Date";
  static final String EXPIRES_PARAMETER = "X-Amz-Expires";
  static final String SIGNED_HEADERS_PARAMETER = "X-Amz-SignedHeaders";
  static final String SECURITY_TOKEN = "X-Amz-Security-Token";

  private static final Duration LONGEST_PRESIGNED = Duration.ofDays(7);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,6}");

  /** As the service models have it; nothing longer fits where Regions are kept. */
  private static final int LONGEST_REGION = 32;

  /**
   * Reads the signature's parameters.
   *
   * @throws ServiceException MissingAuthenticationTokenException where the request is not signed at
   *     all, IncompleteSignatureException where a part is missing, given twice or cannot be read
   */
  static SignatureParameters of(SignedRequest request) {
    List<String> authorization = request.headerValues("Authorization");
    boolean presigned =
        !QueryString.values(request.query(), ALGORITHM_PARAMETER).isEmpty()
            || !QueryString.values(request.query(), QueryString.SIGNATURE).isEmpty();
    if (authorization.size() > 1 || (presigned && !authorization.isEmpty())) {
      throw incomplete("A request must be signed in exactly one place.");
    }
    if (presigned) {
      return fromQuery(request);
    }
    if (authorization.isEmpty() || authorization.get(0).isBlank()) {
      throw new ServiceException(
          MISSING_AUTHENTICATION_TOKEN, "Request is missing Authentication Token");
    }
    return fromHeader(request, authorization.get(0).strip());
  }

  private static SignatureParameters fromHeader(SignedRequest request, String authorization) {
    int end = firstWhitespace(authorization);
    requireAlgorithm(authorization.substring(0, end));
    Map<String, String> parts = new LinkedHashMap<>();
    for (String part : authorization.substring(end).strip().split(",", -1)) {
      int equals = part.indexOf('=');
      if (equals < 0) {
        throw incomplete(
            "Not a valid key=value pair (missing equal-sign) in the Authorization header.");
      }
      if (parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip())
          != null) {
        throw incomplete("The Authorization header gives a parameter twice.");
      }
    }
    Instant signedAt = signedAt(request);
    return parse(
        required(parts.get("Credential"), "Authorization header requires 'Credential' parameter."),
        required(
            parts.get("SignedHeaders"), "Authorization header requires 'SignedHeaders' parameter."),
        required(parts.get("Signature"), "Authorization header requires 'Signature' parameter."),
        signedAt,
        null,
        atMostOne(request.headerValues(SECURITY_TOKEN), SECURITY_TOKEN));
  }

  private static int firstWhitespace(String text) {
    int at = 0;
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static SignatureParameters fromQuery(SignedRequest request) {
    requireAlgorithm(parameter(request, ALGORITHM_PARAMETER));
    String expires = parameter(request, EXPIRES_PARAMETER);
    if (!SECONDS.matcher(expires).matches()
        || Duration.ofSeconds(Long.parseLong(expires)).compareTo(LONGEST_PRESIGNED) > 0) {
      throw incomplete("X-Amz-Expires must be a number of seconds, at most a week (604800).");
    }
    return parse(
        parameter(request, CREDENTIAL_PARAMETER),
        parameter(request, SIGNED_HEADERS_PARAMETER),
        parameter(request, QueryString.SIGNATURE),
        basicDateTime(parameter(request, DATE)),
        Duration.ofSeconds(Long.parseLong(expires)),
        atMostOne(QueryString.values(request.query(), SECURITY_TOKEN), SECURITY_TOKEN));
  }

  private static SignatureParameters parse(
      String credential,
      String signedHeaders,
      String signature,
      Instant signedAt,
      @Nullable Duration expires,
      @Nullable String securityToken) {
    String[] elements = credential.split("/", -1);
    if (elements.length != 5) {
      throw incomplete(
          "Credential must have exactly 5 slash-delimited elements,"
              + " e.g. keyid/date/region/service/term.");
    }
    CredentialScope scope = new CredentialScope(elements[1], elements[2], elements[3]);
    requireScope(scope, elements[4], signedAt);
    List<String> names = new ArrayList<>();
    for (String name : signedHeaders.split(";", -1)) {
      if (name.isEmpty() || !name.equals(SignedRequest.lowerCase(name))) {
        throw incomplete("SignedHeaders must be lower-case names with semicolons between them.");
      }
      names.add(name);
    }
    return new SignatureParameters(
        elements[0], scope, List.copyOf(names), signature, signedAt, expires, securityToken);
  }

  private static void requireScope(CredentialScope scope, String terminator, Instant signedAt) {
    if (!terminator.equals(CredentialScope.TERMINATOR)) {
      throw new ServiceException(
          INVALID_SIGNATURE,
          "Credential should be scoped with a valid terminator: 'aws4_request'.");
    }
    if (!dateTime(signedAt).startsWith(scope.date() + 'T')) {
      throw new ServiceException(
          INVALID_SIGNATURE,
          "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from"
              + " HTTP.");
    }
    if (!isRegion(scope.region())) {
      throw new ServiceException(
          INVALID_SIGNATURE, "Credential should be scoped to a valid region.");
    }
  }

  /** A zone can put an RFC 1123 date out of the years that have four digits. */
  private static String dateTime(Instant signedAt) {
    try {
      return BasicDateTime.format(signedAt);
    } catch (DateTimeException outOfRange) {
      throw incomplete("Date must be in a year of four digits.");
    }
  }

  private static boolean isRegion(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') {
        return false;
      }
    }
    return !text.isEmpty() && text.length() <= LONGEST_REGION;
  }

  /** {@code X-Amz-Date}, or in its absence {@code Date}, each as ISO 8601 or RFC 1123 has it. */
  private static Instant signedAt(SignedRequest request) {
    String xAmzDate = atMostOne(request.headerValues(DATE), DATE);
    if (xAmzDate != null) {
      return basicDateTime(xAmzDate.strip());
    }
    String date = atMostOne(request.headerValues("Date"), "Date");
    if (date == null) {
      throw incomplete(
          "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
    }
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip(), Instant::from);
    } catch (DateTimeException notRfc1123) {
      return basicDateTime(date.strip());
    }
  }

  private static Instant basicDateTime(String text) {
    try {
      return BasicDateTime.parse(text);
    } catch (DateTimeException e) {
      throw incomplete("Date must be in ISO-8601 'basic format', as 20150830T123600Z.");
    }
  }

  private static void requireAlgorithm(String algorithm) {
    if (!algorithm.equals(ALGORITHM)) {
      throw incomplete("Unsupported AWS 'algorithm': only AWS4-HMAC-SHA256 is accepted.");
    }
  }

  private static String parameter(SignedRequest request, String name) {
    return required(
        atMostOne(QueryString.values(request.query(), name), name),
        "AWS query-string parameters must include '" + name + "'.");
  }

  private static String required(@Nullable String value, String otherwise) {
    if (value == null || value.isEmpty()) {
      throw incomplete(otherwise);
    }
    return value;
  }

  private static @Nullable String atMostOne(List<String> values, String name) {
    if (values.size() > 1) {
      throw incomplete("'" + name + "' must not be given more than once.");
    }
    return values.isEmpty() ? null : values.get(0);
  }

  private static ServiceException incomplete(String message) {
    return new ServiceException(INCOMPLETE_SIGNATURE, message);
  }
}
