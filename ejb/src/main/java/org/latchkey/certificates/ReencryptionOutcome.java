package org.latchkey.certificates;

/** What became of one private key in a re-encryption. */
public enum ReencryptionOutcome {
  REENCRYPTED,
  /** It was where it belongs when its turn came: renewed or imported again meanwhile. */
  UNCHANGED,
  /** Its certificate was deleted meanwhile. */
  DELETED,
  FAILED
}
