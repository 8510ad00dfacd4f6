package org.latchkey.associations;

/** What a service says that it uses. */
public enum ConfirmationState {
  /** What it was sent last. */
  CURRENT,
  /** Something older. */
  OUTDATED,
  /** It has not confirmed anything yet. */
  UNCONFIRMED
}
