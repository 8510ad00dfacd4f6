package org.latchkey.certificates;

/** Where a re-encryption stands. */
public enum ReencryptionStatus {
  /** Private keys are being re-encrypted, or wait for the job. */
  RUNNING,
  /** Somebody has it wait. */
  PAUSED,
  /** Every private key is read again. */
  VERIFYING,
  COMPLETED
}
