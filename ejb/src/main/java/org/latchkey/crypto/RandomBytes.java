package org.latchkey.crypto;

/** Bytes from a cryptographically strong random number generator. */
public final class RandomBytes {

  private RandomBytes() {}

  /** As many random bytes as {@code length} says: nonces, salts, GenerateRandom. */
  public static byte[] of(int length) {
    byte[] bytes = new byte[length];
    Providers.random().nextBytes(bytes);
    return bytes;
  }

  /** A random secret of {@code length} bytes: data keys, session keys. */
  public static SecretBytes secret(int length) {
    return SecretBytes.owning(of(length));
  }
}
