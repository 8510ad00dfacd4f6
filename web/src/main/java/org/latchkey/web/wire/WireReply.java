package org.latchkey.web.wire;

import org.jspecify.annotations.Nullable;

/** A reply, to be written as it stands; its body may hold plaintext and is zeroed once sent. */
final class WireReply {

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final @Nullable String errorType;

  WireReply(int status, String contentType, byte[] body) {
    this(status, contentType, body, null);
  }

  /**
   * A reply.
   *
   * @param errorType the header {@code x-amzn-ErrorType}; null for none
   */
  WireReply(int status, String contentType, byte[] body, @Nullable String errorType) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.errorType = errorType;
  }

  @Nullable String errorType() {
    return errorType;
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  /** The body itself, not a copy. */
  byte[] body() {
    return body;
  }
}
