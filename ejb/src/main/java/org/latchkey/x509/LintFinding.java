package org.latchkey.x509;

/**
 * A rule that a certificate would break.
 *
 * @param source where the rule is, for example {@code RFC 5280 4.1.2.2}
 * @param message what is wrong, without a full stop
 */
public record LintFinding(String source, String message) {

  @Override
  public String toString() {
    return message + " (" + source + ")";
  }
}
