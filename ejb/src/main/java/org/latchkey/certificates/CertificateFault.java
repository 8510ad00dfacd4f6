package org.latchkey.certificates;

import org.latchkey.shared.Fault;

/** What ACM answers, by the names of its service model. */
public enum CertificateFault implements Fault {
  CONFLICT("ConflictException"),
  INVALID_ARGS("InvalidArgsException"),
  INVALID_ARN("InvalidArnException"),
  INVALID_DOMAIN_VALIDATION_OPTIONS("InvalidDomainValidationOptionsException"),
  INVALID_PARAMETER("InvalidParameterException"),
  INVALID_STATE("InvalidStateException"),
  INVALID_TAG("InvalidTagException"),
  LIMIT_EXCEEDED("LimitExceededException"),
  REQUEST_IN_PROGRESS("RequestInProgressException"),
  RESOURCE_IN_USE("ResourceInUseException"),
  RESOURCE_NOT_FOUND("ResourceNotFoundException"),
  TOO_MANY_TAGS("TooManyTagsException");

  private final String code;

  CertificateFault(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
