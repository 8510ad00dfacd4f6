package org.latchkey.certificates;

/** How far a renewal is. */
public enum RenewalStatus {
  PENDING_AUTO_RENEWAL,
  PENDING_VALIDATION,
  SUCCESS,
  FAILED
}
