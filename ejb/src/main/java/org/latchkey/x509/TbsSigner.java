package org.latchkey.x509;

/**
 * Whoever holds a private key and signs with it: a KMS key, a key in a hardware module, or the
 * subscriber's own.
 */
@FunctionalInterface
public interface TbsSigner {

  /**
   * Signs the whole message, hashing it as the algorithm says.
   *
   * @param tbs the DER of what is to be signed, of any length; not to be changed or kept
   * @return the signature as X.509 carries it: ECDSA and SM2 in DER, the others as raw octets
   */
  byte[] sign(SignatureAlgorithm algorithm, byte[] tbs);
}
