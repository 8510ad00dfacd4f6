package org.latchkey.tests;

/** Key policies of the tests' account. */
final class KeyPolicyText {

  private KeyPolicyText() {}

  /** The policy that lets the account do everything. */
  static String owner() {
    return of("");
  }

  /**
   * The policy that lets the account do everything, and an integrated service something.
   *
   * @param service its name
   * @param rest a statement's actions and conditions
   */
  static String ownerAnd(String service, String rest) {
    return of(
        """
        , {"Effect": "Allow",
           "Principal": {"AWS": "arn:aws:iam::%s:user/service/%s"},
           "Resource": "*",
           %s}"""
            .formatted(LatchkeyServer.ACCOUNT_ID, service, rest));
  }

  /**
   * The policy that lets the account do everything, and an integrated service one thing where a
   * condition key has a value.
   *
   * @param service its name
   */
  static String ownerAnd(String service, String action, String conditionKey, String value) {
    return ownerAnd(
        service,
        """
        "Action": "%s", "Condition": {"StringEquals": {"%s": "%s"}}"""
            .formatted(action, conditionKey, value));
  }

  /** The policy that lets the account do everything, with {@code length} bytes. */
  static String ofLength(int length) {
    return owner() + " ".repeat(length - owner().length());
  }

  private static String of(String more) {
    return """
        {"Version": "2012-10-17",
         "Statement": [
           {"Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::%s:root"},
            "Action": "kms:*",
            "Resource": "*"}%s]}"""
        .formatted(LatchkeyServer.ACCOUNT_ID, more);
  }
}
