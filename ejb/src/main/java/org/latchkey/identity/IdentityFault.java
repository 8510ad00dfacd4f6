package org.latchkey.identity;

import org.latchkey.shared.Fault;

/**
 * What IAM and STS answer about principals, their policies and their credentials.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_Operations.html">IAM API
 *     Reference, Actions</a>
 */
public enum IdentityFault implements Fault {
  DELETE_CONFLICT("DeleteConflict", 409),
  ENTITY_ALREADY_EXISTS("EntityAlreadyExists", 409),
  ENTITY_TEMPORARILY_UNMODIFIABLE("EntityTemporarilyUnmodifiable", 409),
  EXPIRED_IDENTITY_TOKEN("ExpiredTokenException", 400),
  IDP_COMMUNICATION_ERROR("IDPCommunicationError", 400),
  IDP_REJECTED_CLAIM("IDPRejectedClaim", 403),
  INVALID_AUTHENTICATION_CODE("InvalidAuthenticationCode", 403),
  INVALID_IDENTITY_TOKEN("InvalidIdentityToken", 400),
  INVALID_INPUT("InvalidInput", 400),
  INVALID_USER_TYPE("InvalidUserType", 400),
  LIMIT_EXCEEDED("LimitExceeded", 409),
  MALFORMED_POLICY_DOCUMENT("MalformedPolicyDocument", 400),
  NO_SUCH_ENTITY("NoSuchEntity", 404),
  PACKED_POLICY_TOO_LARGE("PackedPolicyTooLarge", 400),
  PASSWORD_POLICY_VIOLATION("PasswordPolicyViolation", 400),
  POLICY_NOT_ATTACHABLE("PolicyNotAttachable", 400),
  UNMODIFIABLE_ENTITY("UnmodifiableEntity", 400);

  private final String code;
  private final int status;

  IdentityFault(String code, int status) {
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
