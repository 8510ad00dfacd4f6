package org.latchkey.launcher;

/** What the user configured cannot be used; the message is one sentence for the user. */
final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ConfigurationException(String sentence) {
    super(sentence);
  }
}
