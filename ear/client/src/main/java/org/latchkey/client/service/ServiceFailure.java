package org.latchkey.client.service;

/** An integrated service could not do what it was told. */
public final class ServiceFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String code;

  ServiceFailure(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The error's name, for example {@code AccessDeniedException}. */
  public String code() {
    return code;
  }
}
