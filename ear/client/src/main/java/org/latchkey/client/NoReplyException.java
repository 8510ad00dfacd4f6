package org.latchkey.client;

/** A request was sent, but no reply to it arrived in time. */
public final class NoReplyException extends MessagingException {
  private static final long serialVersionUID = 1;

  NoReplyException(String message) {
    super(message, null);
  }
}
