package org.latchkey.keys;

import org.latchkey.crypto.TokenUnavailable;

/**
 * Why a custom key store has not been connected.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_CustomKeyStoresListEntry.html">
 *     AWS KMS API Reference, CustomKeyStoresListEntry</a>
 */
public enum ConnectionErrorCode {
  CLUSTER_NOT_FOUND,
  INSUFFICIENT_CLOUDHSM_HSMS,
  INTERNAL_ERROR,
  INVALID_CREDENTIALS,
  NETWORK_ERRORS,
  USER_LOCKED_OUT,
  USER_LOGGED_IN,
  USER_NOT_FOUND;

  static ConnectionErrorCode of(TokenUnavailable.Reason reason) {
    return switch (reason) {
      case NOT_FOUND -> CLUSTER_NOT_FOUND;
      case NOT_PRESENT -> INSUFFICIENT_CLOUDHSM_HSMS;
      case PIN_INCORRECT -> INVALID_CREDENTIALS;
      case PIN_LOCKED -> USER_LOCKED_OUT;
      case USER_UNKNOWN -> USER_NOT_FOUND;
      case OTHER_USER_LOGGED_IN -> USER_LOGGED_IN;
      case UNREACHABLE -> NETWORK_ERRORS;
      case UNSUITABLE, KEY_NOT_FOUND, FAILED -> INTERNAL_ERROR;
    };
  }

  /**
   * Whether trying again cannot help before somebody has corrected something. A wrong password that
   * is tried again and again would lock the user out.
   */
  boolean isLasting() {
    return this == INVALID_CREDENTIALS || this == USER_LOCKED_OUT || this == USER_NOT_FOUND;
  }
}
