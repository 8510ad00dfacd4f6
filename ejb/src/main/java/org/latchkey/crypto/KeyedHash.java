package org.latchkey.crypto;

/**
 * HMAC-SHA-256 (RFC 2104) under one key, wherever that key is.
 *
 * <p>What a key that stays in a hardware token can do, and all that {@link KeyDerivation} needs.
 */
@FunctionalInterface
public interface KeyedHash {

  /** The 32 bytes of the HMAC of {@code parts}, one after the other. */
  byte[] sha256(byte[]... parts);
}
