package org.latchkey.crypto;

/**
 * What the caller of Sign and Verify hands over.
 *
 * <p>The constants' names are the wire values of {@code MessageType}.
 */
public enum MessageType {
  /** The message itself. */
  RAW,
  /** The message's digest, by the hash function of the signing algorithm. */
  DIGEST,
  /** The 64-byte message representative μ of ML-DSA (FIPS 204, section 6.2). */
  EXTERNAL_MU
}
