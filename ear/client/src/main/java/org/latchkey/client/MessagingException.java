package org.latchkey.client;

import org.jspecify.annotations.Nullable;

/** Messages cannot be exchanged with Latchkey. */
public class MessagingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  MessagingException(String message, @Nullable Exception cause) {
    super(cause == null ? message : message + ": " + cause.getMessage(), cause);
  }
}
