package org.latchkey.crypto;

/**
 * How a MAC is made; each HMAC key spec has one algorithm of its own.
 *
 * <p>The constants' names are the wire values of {@code MacAlgorithmSpec}.
 */
public enum MacAlgorithm {
  HMAC_SHA_224("HmacSHA224", 28),
  HMAC_SHA_256("HmacSHA256", 32),
  HMAC_SHA_384("HmacSHA384", 48),
  HMAC_SHA_512("HmacSHA512", 64);

  private final String jcaName;
  private final int length;

  MacAlgorithm(String jcaName, int length) {
    this.jcaName = jcaName;
    this.length = length;
  }

  /** The size of a MAC in bytes; KMS neither truncates MACs nor accepts truncated ones. */
  public int length() {
    return length;
  }

  String jcaName() {
    return jcaName;
  }
}
