package org.latchkey.authorities;

import org.latchkey.shared.Fault;

/** What Private CA answers, by the names of its service model. */
public enum AuthorityFault implements Fault {
  CERTIFICATE_MISMATCH("CertificateMismatchException"),
  INVALID_ARGS("InvalidArgsException"),
  INVALID_ARN("InvalidArnException"),
  INVALID_NEXT_TOKEN("InvalidNextTokenException"),
  INVALID_POLICY("InvalidPolicyException"),
  INVALID_REQUEST("InvalidRequestException"),
  INVALID_STATE("InvalidStateException"),
  INVALID_TAG("InvalidTagException"),
  LIMIT_EXCEEDED("LimitExceededException"),
  MALFORMED_CERTIFICATE("MalformedCertificateException"),
  MALFORMED_CSR("MalformedCSRException"),
  PERMISSION_ALREADY_EXISTS("PermissionAlreadyExistsException"),
  REQUEST_ALREADY_PROCESSED("RequestAlreadyProcessedException"),
  REQUEST_FAILED("RequestFailedException"),
  REQUEST_IN_PROGRESS("RequestInProgressException"),
  RESOURCE_NOT_FOUND("ResourceNotFoundException"),
  TOO_MANY_TAGS("TooManyTagsException");

  private final String code;

  AuthorityFault(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
