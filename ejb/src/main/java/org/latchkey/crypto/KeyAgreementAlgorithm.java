package org.latchkey.crypto;

/**
 * How a shared secret is derived.
 *
 * <p>The constants' names are the wire values of {@code KeyAgreementAlgorithmSpec}.
 */
public enum KeyAgreementAlgorithm {
  ECDH
}
