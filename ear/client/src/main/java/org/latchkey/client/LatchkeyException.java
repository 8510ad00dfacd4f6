package org.latchkey.client;

/** Latchkey refused a call, or could not carry it out. */
public final class LatchkeyException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;

  LatchkeyException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The error's name on the wire, for example {@code AccessDeniedException}. */
  public String code() {
    return code;
  }
}
