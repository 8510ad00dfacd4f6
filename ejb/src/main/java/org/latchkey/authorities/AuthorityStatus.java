package org.latchkey.authorities;

/** Where an authority is in its life. */
public enum AuthorityStatus {
  CREATING,
  PENDING_CERTIFICATE,
  ACTIVE,
  DELETED,
  DISABLED,
  EXPIRED,
  FAILED
}
