package org.latchkey.authorities;

/** What an authority issues: anything, or certificates of at most seven days. */
public enum UsageMode {
  GENERAL_PURPOSE,
  SHORT_LIVED_CERTIFICATE
}
