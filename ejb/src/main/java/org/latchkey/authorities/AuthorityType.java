package org.latchkey.authorities;

/** Whether an authority signs its own certificate or is signed by another. */
public enum AuthorityType {
  ROOT,
  SUBORDINATE
}
