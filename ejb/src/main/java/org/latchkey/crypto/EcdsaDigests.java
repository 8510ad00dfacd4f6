package org.latchkey.crypto;

import java.util.Arrays;

/**
 * Lets a curve sign with another hash function than the one that KMS has for it.
 *
 * <p>ECDSA takes the leftmost bits of a hash, as many as the curve's order has, as an integer (FIPS
 * 186-5 section 6.4.1). So a longer hash that is cut to the length KMS wants, or a shorter one with
 * zeros before it, signed as a digest, gives the very signature that the other hash function would
 * have.
 */
public final class EcdsaDigests {

  private EcdsaDigests() {}

  /**
   * A message's digest in the length of another hash function.
   *
   * @param wanted the algorithm whose hash function it is
   * @param own the algorithm that KMS has for the key's curve; the result is of its digest's length
   */
  public static byte[] fitted(byte[] message, SigningAlgorithm wanted, SigningAlgorithm own) {
    byte[] digest = Providers.digest(wanted.digest()).digest(message);
    int length = own.digestLength();
    if (digest.length >= length) {
      return Arrays.copyOf(digest, length);
    }
    byte[] padded = new byte[length];
    System.arraycopy(digest, 0, padded, length - digest.length, digest.length);
    return padded;
  }
}
