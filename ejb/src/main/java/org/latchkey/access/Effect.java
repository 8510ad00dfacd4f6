package org.latchkey.access;

/** What a statement does to the requests that it applies to. */
public enum Effect {
  ALLOW,
  DENY
}
