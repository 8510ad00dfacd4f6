package org.latchkey.x509;

import org.bouncycastle.asn1.x509.CRLReason;

/** Why a certificate was revoked (RFC 5280 section 5.3.1), under Private CA's names. */
public enum RevocationReason {
  UNSPECIFIED(CRLReason.unspecified),
  KEY_COMPROMISE(CRLReason.keyCompromise),
  CERTIFICATE_AUTHORITY_COMPROMISE(CRLReason.cACompromise),
  AFFILIATION_CHANGED(CRLReason.affiliationChanged),
  SUPERSEDED(CRLReason.superseded),
  CESSATION_OF_OPERATION(CRLReason.cessationOfOperation),
  PRIVILEGE_WITHDRAWN(CRLReason.privilegeWithdrawn),
  A_A_COMPROMISE(CRLReason.aACompromise);

  private final int code;

  RevocationReason(int code) {
    this.code = code;
  }

  /** The value of CRLReason. */
  public int code() {
    return code;
  }
}
