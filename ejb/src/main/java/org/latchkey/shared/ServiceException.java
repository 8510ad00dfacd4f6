package org.latchkey.shared;

/**
 * A request that is refused: a fault and a sentence for the caller.
 *
 * <p>Rolls the transaction back. The message is shown to the caller, so it never holds a secret.
 */
public final class ServiceException extends RuntimeException {

  private final transient Fault fault;

  public ServiceException(Fault fault, String message) {
    super(message);
    this.fault = fault;
  }

  public ServiceException(Fault fault, String message, Throwable cause) {
    super(message, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
