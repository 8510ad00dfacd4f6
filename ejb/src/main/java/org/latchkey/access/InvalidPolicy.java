package org.latchkey.access;

/**
 * A policy document that is not one: the message says in one sentence what is wrong and where, and
 * is fit for the caller to read.
 *
 * <p>The feature that was given the document answers with its own fault, {@code
 * MalformedPolicyDocumentException} for most.
 */
public final class InvalidPolicy extends RuntimeException {

  InvalidPolicy(String message) {
    super(message);
  }

  InvalidPolicy(String where, String message) {
    super(where + ": " + message);
  }
}
