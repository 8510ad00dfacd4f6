package org.latchkey.client.demo;

/** Something is not as it should be; the message says what, in a sentence. */
final class DemoFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  DemoFailure(String message) {
    super(message);
  }

  /** Fails with {@code sentence} unless {@code condition} holds. */
  static void unless(boolean condition, String sentence) {
    if (!condition) {
      throw new DemoFailure(sentence);
    }
  }
}
