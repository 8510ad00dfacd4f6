package org.latchkey.keys;

import org.latchkey.shared.Fault;

/** What KMS answers about keys, by the names of its service model. */
public enum KeyFault implements Fault {
  ALREADY_EXISTS("AlreadyExistsException"),
  DISABLED("DisabledException"),
  DRY_RUN("DryRunOperationException"),
  EXPIRED_IMPORT_TOKEN("ExpiredImportTokenException"),
  INVALID_ALIAS_NAME("InvalidAliasNameException"),
  INVALID_ARN("InvalidArnException"),
  INVALID_CIPHERTEXT("InvalidCiphertextException"),
  INVALID_KEY_USAGE("InvalidKeyUsageException"),
  INVALID_MARKER("InvalidMarkerException"),
  INCORRECT_KEY("IncorrectKeyException"),
  INCORRECT_KEY_MATERIAL("IncorrectKeyMaterialException"),
  INVALID_IMPORT_TOKEN("InvalidImportTokenException"),
  INVALID_STATE("KMSInvalidStateException"),
  LIMIT_EXCEEDED("LimitExceededException"),
  MALFORMED_POLICY("MalformedPolicyDocumentException"),
  NOT_FOUND("NotFoundException"),
  TAG("TagException"),
  UNSUPPORTED_OPERATION("UnsupportedOperationException");

  private final String code;

  KeyFault(String code) {
    this.code = code;
  }

  @Override
  public String code() {
    return code;
  }
}
