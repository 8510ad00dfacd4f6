package org.latchkey.associations;

/** Why a service cannot use what it was sent. */
public enum BrokenCause {
  /** Somebody has taken away the grant that lets it decrypt the private key. */
  GRANT_MISSING,
  KEY_DISABLED,
  KEY_PENDING_DELETION,
  /** The key is gone, or has no material now. */
  KEY_UNAVAILABLE,
  /** What it was sent a day ago still lies in its queue. */
  DELIVERY_UNREAD
}
