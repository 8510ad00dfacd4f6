package org.latchkey.keys;

/** What made a key's material the current one. */
public enum RotationType {
  /** The key's rotation period had passed. */
  AUTOMATIC,
  /** Somebody asked for it. */
  ON_DEMAND
}
