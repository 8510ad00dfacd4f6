package org.latchkey.crypto;

/**
 * The root key cannot be had. The message is one sentence for whoever starts the server; it names
 * files, never a secret.
 */
public final class RootKeyUnavailable extends RuntimeException {

  RootKeyUnavailable(String message) {
    super(message);
  }

  RootKeyUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
