package org.latchkey.iam;

/** What an authenticator answered, and what it had been asked: texts that no record shows. */
public final class PasskeyAnswer {

  private final ConsoleOrigin origin;
  private final String asked;
  private final String answered;

  /**
   * An answer.
   *
   * @param asked what {@link PasskeyOperations} or {@link ConsoleAccess} gave out, kept since
   * @param answered the credential as JSON (Web Authentication Level 3, section 5.1)
   */
  public PasskeyAnswer(ConsoleOrigin origin, String asked, String answered) {
    this.origin = origin;
    this.asked = asked;
    this.answered = answered;
  }

  ConsoleOrigin origin() {
    return origin;
  }

  String asked() {
    return asked;
  }

  String answered() {
    return answered;
  }
}
