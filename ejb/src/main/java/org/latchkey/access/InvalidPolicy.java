package org.latchkey.access;

/**
 * A policy document that is not one: the message says in one sentence what is wrong and where, and
 * is fit for the caller to read.
 *
 * <p>The feature that was given the document answers with its own fault, {@code
 * MalformedPolicyDocumentException} for most.
 */
public final class InvalidPolicy extends RuntimeException {

  private final String sentence;

  InvalidPolicy(String message) {
    super(message);
    this.sentence = message;
  }

  InvalidPolicy(String where, String message) {
    this(where + ": " + message);
  }

  /** What is wrong and where: the message. */
  public String sentence() {
    return sentence;
  }
}
