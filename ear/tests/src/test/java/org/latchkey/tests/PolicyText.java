package org.latchkey.tests;

/** Policies for tests. */
final class PolicyText {

  private PolicyText() {}

  /** A policy of these statements. */
  static String of(String... statements) {
    return "{\"Version\": \"2012-10-17\", \"Statement\": [" + String.join(", ", statements) + "]}";
  }

  static String allow(String action, String resource) {
    return statement("Allow", action, resource);
  }

  static String deny(String action, String resource) {
    return statement("Deny", action, resource);
  }

  /** A trust policy that lets a principal assume the role. */
  static String trust(String principalArn) {
    return of(trustStatement(principalArn, ""));
  }

  /**
   * A statement that lets a principal assume the role.
   *
   * @param rest what else it says, beginning with a comma
   */
  static String trustStatement(String principalArn, String rest) {
    return """
        {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "sts:AssumeRole"%s}"""
        .formatted(principalArn, rest);
  }

  private static String statement(String effect, String action, String resource) {
    return """
        {"Effect": "%s", "Action": "%s", "Resource": "%s"}"""
        .formatted(effect, action, resource);
  }
}
