package org.latchkey.crypto;

/**
 * How key material is encrypted for its import.
 *
 * <p>The constants' names are the wire values of {@code AlgorithmSpec}, without RSAES_PKCS1_V1_5,
 * which KMS has not accepted since October 2023.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-get-public-key-and-token.html">AWS
 *     KMS: Select a wrapping algorithm</a>
 */
public enum WrappingAlgorithm {
  RSAES_OAEP_SHA_1,
  RSAES_OAEP_SHA_256,
  RSA_AES_KEY_WRAP_SHA_1,
  RSA_AES_KEY_WRAP_SHA_256,
  SM2PKE
}
