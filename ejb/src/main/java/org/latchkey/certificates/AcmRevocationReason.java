package org.latchkey.certificates;

import org.jspecify.annotations.Nullable;
import org.latchkey.x509.RevocationReason;

/**
 * Why a certificate was revoked, by ACM's names.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/APIReference/API_RevokeCertificate.html">AWS
 *     Certificate Manager API Reference, RevokeCertificate</a>
 */
public enum AcmRevocationReason {
  UNSPECIFIED(RevocationReason.UNSPECIFIED),
  KEY_COMPROMISE(RevocationReason.KEY_COMPROMISE),
  CA_COMPROMISE(RevocationReason.CERTIFICATE_AUTHORITY_COMPROMISE),
  AFFILIATION_CHANGED(RevocationReason.AFFILIATION_CHANGED),
  /** ACM's older spelling of the next. */
  SUPERCEDED(RevocationReason.SUPERSEDED),
  SUPERSEDED(RevocationReason.SUPERSEDED),
  CESSATION_OF_OPERATION(RevocationReason.CESSATION_OF_OPERATION),
  CERTIFICATE_HOLD(null),
  REMOVE_FROM_CRL(null),
  PRIVILEGE_WITHDRAWN(RevocationReason.PRIVILEGE_WITHDRAWN),
  A_A_COMPROMISE(RevocationReason.A_A_COMPROMISE);

  private final @Nullable RevocationReason authorityReason;

  AcmRevocationReason(@Nullable RevocationReason authorityReason) {
    this.authorityReason = authorityReason;
  }

  /** A private CA's name for it; null for those that are not for good, which it does not know. */
  @Nullable RevocationReason authorityReason() {
    return authorityReason;
  }
}
