package org.latchkey.web.wire;

/** A reply, to be written as it stands; its body may hold plaintext and is zeroed once sent. */
final class WireReply {

  private final int status;
  private final String contentType;
  private final byte[] body;

  WireReply(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
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
