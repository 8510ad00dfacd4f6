package org.latchkey.associations;

import org.latchkey.shared.Fault;

/** What is answered about services and associations; the names double as the replies' codes. */
public enum AssociationFault implements Fault {
  INVALID_STATE("InvalidStateException", "InvalidState"),
  LIMIT_EXCEEDED("LimitExceededException", "LimitExceeded"),
  RESOURCE_ALREADY_EXISTS("ResourceAlreadyExistsException", "ResourceAlreadyExists"),
  RESOURCE_NOT_FOUND("ResourceNotFoundException", "ResourceNotFound");

  private final String code;
  private final String replyCode;

  AssociationFault(String code, String replyCode) {
    this.code = code;
    this.replyCode = replyCode;
  }

  @Override
  public String code() {
    return code;
  }

  /** The code that a reply message carries for it. */
  String replyCode() {
    return replyCode;
  }
}
