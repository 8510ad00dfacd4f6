package org.latchkey.certificates;

import org.latchkey.shared.Arn;

/**
 * A certificate has another content than before. Fired within the transaction that changes it, so
 * that whatever follows from it is committed with it or not at all.
 *
 * @param revision the revision that the certificate has now
 */
public record CertificateChanged(Arn certificate, int revision, Cause cause) {

  /** What happened. */
  public enum Cause {
    ISSUED,
    RENEWED,
    IMPORTED,
    REIMPORTED,
    REENCRYPTED
  }
}
