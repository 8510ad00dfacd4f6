package org.latchkey.crypto;

/**
 * A ciphertext that does not open: it is malformed or altered, or the key or the encryption context
 * is another one. Which of these it is cannot be told apart, on purpose.
 */
public final class InvalidCiphertext extends Exception {

  InvalidCiphertext() {
    // No cause and no stack trace: neither may tell which check failed, and the second costs time.
    super("the ciphertext does not open", null, false, false);
  }
}
