package org.latchkey.tests;

/** Key policies that leave the key to its account and let one user do something more. */
final class KeyPolicy {

  private KeyPolicy() {}

  /** Lets a user do {@code action} where a condition key has a value. */
  static String forUser(String userArn, String action, String conditionKey, String value) {
    return """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::%s:root"},
           "Action": "kms:*", "Resource": "*"},
          {"Effect": "Allow", "Principal": {"AWS": "%s"},
           "Action": "%s", "Resource": "*",
           "Condition": {"StringEquals": {"%s": "%s"}}}]}
        """
        .formatted(LatchkeyServer.ACCOUNT_ID, userArn, action, conditionKey, value);
  }
}
