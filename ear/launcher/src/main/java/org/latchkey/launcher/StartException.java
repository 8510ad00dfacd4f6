package org.latchkey.launcher;

import org.jspecify.annotations.Nullable;

/** The server did not start although its configuration is in order; the message says why. */
final class StartException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StartException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
