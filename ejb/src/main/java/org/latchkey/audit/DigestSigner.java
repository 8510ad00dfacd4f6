package org.latchkey.audit;

/** Signs digests with a KMS key of the server's own, which never leaves it. */
public interface DigestSigner {

  /** ECDSA on P-256 with SHA-256 of {@code message}, at most 4,096 bytes: a signature in DER. */
  byte[] sign(byte[] message);

  /** The public half of the key, a SubjectPublicKeyInfo in DER. */
  byte[] publicKey();
}
