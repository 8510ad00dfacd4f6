package org.latchkey.certificates;

/** Whether control of a name has been shown. */
public enum DomainStatus {
  PENDING_VALIDATION,
  SUCCESS,
  FAILED
}
