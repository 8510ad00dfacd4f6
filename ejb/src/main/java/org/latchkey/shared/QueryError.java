package org.latchkey.shared;

import java.util.Map;
import java.util.Set;

/**
 * A fault as services name it that speak AWS Query, which have names of their own for the common
 * ones.
 *
 * @param code the error's name on the wire
 * @param status the HTTP status that it comes with
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html">AWS STS API
 *     Reference, Common Errors</a>
 */
public record QueryError(String code, int status) {

  /** The event sources of the services that speak it. */
  private static final Set<String> SPEAKERS = Set.of("iam.amazonaws.com", "sts.amazonaws.com");

  private static final String EXCEPTION = "Exception";

  private static final Map<Fault, QueryError> COMMON =
      Map.of(
          CommonFault.ACCESS_DENIED, new QueryError("AccessDenied", 403),
          CommonFault.EXPIRED_TOKEN, new QueryError("ExpiredToken", 403),
          CommonFault.INCOMPLETE_SIGNATURE, new QueryError("IncompleteSignature", 403),
          CommonFault.INVALID_SIGNATURE, new QueryError("SignatureDoesNotMatch", 403),
          CommonFault.MISSING_AUTHENTICATION_TOKEN,
              new QueryError("MissingAuthenticationToken", 403),
          CommonFault.SERIALIZATION, new QueryError("MalformedInput", 400),
          CommonFault.THROTTLING, new QueryError("Throttling", 400),
          CommonFault.UNKNOWN_OPERATION, new QueryError("InvalidAction", 400),
          CommonFault.UNRECOGNIZED_CLIENT, new QueryError("InvalidClientTokenId", 403),
          CommonFault.VALIDATION, new QueryError("ValidationError", 400));

  public static QueryError of(Fault fault) {
    QueryError common = COMMON.get(fault);
    return common == null ? new QueryError(fault.code(), fault.status()) : common;
  }

  /**
   * The name of a fault in the audit trail: that of the exception, which AWS Query shortens on the
   * wire, as {@code NoSuchEntity} for {@code NoSuchEntityException}.
   */
  public static String recorded(String eventSource, Fault fault) {
    if (!SPEAKERS.contains(eventSource)) {
      return fault.code();
    }
    boolean shortened = !(fault instanceof CommonFault) && !fault.code().endsWith(EXCEPTION);
    return shortened ? fault.code() + EXCEPTION : of(fault).code();
  }
}
