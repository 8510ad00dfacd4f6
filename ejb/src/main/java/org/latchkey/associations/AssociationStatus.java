package org.latchkey.associations;

/** Whether a service can use what it was sent. */
public enum AssociationStatus {
  ACTIVE,
  BROKEN
}
