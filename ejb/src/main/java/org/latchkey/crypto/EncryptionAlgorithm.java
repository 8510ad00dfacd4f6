package org.latchkey.crypto;

/**
 * How data is encrypted under a KMS key.
 *
 * <p>The constants' names are the wire values of {@code EncryptionAlgorithmSpec}.
 */
public enum EncryptionAlgorithm {
  SYMMETRIC_DEFAULT,
  RSAES_OAEP_SHA_1,
  RSAES_OAEP_SHA_256,
  SM2PKE
}
