package org.latchkey.certificates;

import org.latchkey.shared.CommonFault;
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
  SERVICE_QUOTA_EXCEEDED("ServiceQuotaExceededException"),
  TOO_MANY_TAGS("TooManyTagsException");

  private final String code;

  CertificateFault(String code) {
    this.code = code;
  }

  /** What the operations on resources of any kind, which have fewer errors, answer instead. */
  Fault onResource() {
    return switch (this) {
      case INVALID_ARN, INVALID_TAG -> CommonFault.VALIDATION;
      case TOO_MANY_TAGS -> SERVICE_QUOTA_EXCEEDED;
      default -> this;
    };
  }

  @Override
  public String code() {
    return code;
  }
}
