package org.latchkey.shared;

/**
 * Errors that every AWS JSON service may answer, whatever its operation.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html">AWS KMS API
 *     Reference, Common Errors</a>
 */
public enum CommonFault implements Fault {
  ACCESS_DENIED("AccessDeniedException"),
  EXPIRED_TOKEN("ExpiredTokenException"),
  INCOMPLETE_SIGNATURE("IncompleteSignatureException"),
  INTERNAL_FAILURE("InternalFailure", 500),
  INVALID_SIGNATURE("InvalidSignatureException"),
  MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationTokenException"),
  REQUEST_TOO_LARGE("RequestEntityTooLargeException", 413),
  SERIALIZATION("SerializationException"),
  SERVICE_UNAVAILABLE("ServiceUnavailable", 503),
  THROTTLING("ThrottlingException"),
  UNKNOWN_OPERATION("UnknownOperationException"),
  UNRECOGNIZED_CLIENT("UnrecognizedClientException"),
  UNSUPPORTED_OPERATION("UnsupportedOperationException"),
  VALIDATION("ValidationException");

  private final String code;
  private final int status;

  CommonFault(String code) {
    this(code, 400);
  }

  CommonFault(String code, int status) {
    this.code = code;
    this.status = status;
  }

  @Override
  public String code() {
    return code;
  }

  @Override
  public int status() {
    return status;
  }
}
