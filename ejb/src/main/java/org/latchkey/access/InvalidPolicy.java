package org.latchkey.access;

/**
 * A policy document that is not one: the message says in one sentence what is wrong and where, and
 * is fit for the caller to read.
 *
 * <p>The feature that was given the document answers with its own fault, {@code
 * MalformedPolicyDocumentException} for most.
 */
public final class InvalidPolicy extends RuntimeException {

  private static final String WHOLE = "Policy";

  private final String sentence;
  private final String location;

  InvalidPolicy(String message) {
    super(message);
    this.sentence = message;
    this.location = WHOLE;
  }

  InvalidPolicy(String where, String message) {
    super(where + ": " + message);
    this.sentence = where + ": " + message;
    this.location = where;
  }

  /** The element, for example {@code Statement[1].Effect}; {@code Policy} for the whole. */
  public String location() {
    return location;
  }

  /** What is wrong and where: the message. */
  public String sentence() {
    return sentence;
  }
}
