package org.latchkey.keys;

/**
 * Where a key is in its life.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html">AWS KMS
 *     Developer Guide, Key states of AWS KMS keys</a>
 */
public enum KeyState {
  CREATING("Creating", "is being created"),
  ENABLED("Enabled", "is enabled"),
  DISABLED("Disabled", "is disabled"),
  PENDING_DELETION("PendingDeletion", "is pending deletion"),
  PENDING_IMPORT("PendingImport", "is pending import"),
  PENDING_REPLICA_DELETION("PendingReplicaDeletion", "is pending replica deletion"),
  UNAVAILABLE("Unavailable", "is unavailable"),
  UPDATING("Updating", "is updating");

  private final String wireName;
  private final String sentence;

  KeyState(String wireName, String sentence) {
    this.wireName = wireName;
    this.sentence = sentence;
  }

  /** The name that the service model gives it, for example {@code PendingDeletion}. */
  public String wireName() {
    return wireName;
  }

  /** What a message says of a key in this state, for example "is pending deletion". */
  String sentence() {
    return sentence;
  }
}
