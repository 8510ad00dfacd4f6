package org.latchkey.keys;

import org.latchkey.shared.Fault;

/** What KMS answers about keys, by the names of its service model. */
public enum KeyFault implements Fault {
  ALREADY_EXISTS("AlreadyExistsException"),
  CLOUD_HSM_CLUSTER_IN_USE("CloudHsmClusterInUseException"),
  CLOUD_HSM_CLUSTER_INVALID_CONFIGURATION("CloudHsmClusterInvalidConfigurationException"),
  CLOUD_HSM_CLUSTER_NOT_ACTIVE("CloudHsmClusterNotActiveException"),
  CLOUD_HSM_CLUSTER_NOT_FOUND("CloudHsmClusterNotFoundException"),
  CLOUD_HSM_CLUSTER_NOT_RELATED("CloudHsmClusterNotRelatedException"),
  CUSTOM_KEY_STORE_HAS_CMKS("CustomKeyStoreHasCMKsException"),
  CUSTOM_KEY_STORE_INVALID_STATE("CustomKeyStoreInvalidStateException"),
  CUSTOM_KEY_STORE_NAME_IN_USE("CustomKeyStoreNameInUseException"),
  CUSTOM_KEY_STORE_NOT_FOUND("CustomKeyStoreNotFoundException"),
  DISABLED("DisabledException"),
  DRY_RUN("DryRunOperationException"),
  EXPIRED_IMPORT_TOKEN("ExpiredImportTokenException"),
  INCORRECT_TRUST_ANCHOR("IncorrectTrustAnchorException"),
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
