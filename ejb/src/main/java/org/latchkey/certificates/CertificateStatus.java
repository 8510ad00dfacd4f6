package org.latchkey.certificates;

/** Where a certificate is in its life. */
public enum CertificateStatus {
  PENDING_VALIDATION,
  ISSUED,
  INACTIVE,
  EXPIRED,
  VALIDATION_TIMED_OUT,
  REVOKED,
  FAILED
}
