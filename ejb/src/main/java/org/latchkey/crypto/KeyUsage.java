package org.latchkey.crypto;

/**
 * What a KMS key is for; a key has exactly one usage and keeps it.
 *
 * <p>The constants' names are the wire values of {@code KeyUsageType}.
 */
public enum KeyUsage {
  ENCRYPT_DECRYPT,
  SIGN_VERIFY,
  GENERATE_VERIFY_MAC,
  KEY_AGREEMENT,
  ENCAPSULATE_DECAPSULATE
}
