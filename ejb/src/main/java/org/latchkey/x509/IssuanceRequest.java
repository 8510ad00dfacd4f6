package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.INVALID_VALIDITY;

import org.jspecify.annotations.Nullable;
import org.latchkey.x509.Validity.ValidityPeriodType;

/**
 * What IssueCertificate is asked for.
 *
 * @param validity the end of the certificate's validity
 * @param validityNotBefore its beginning, of type ABSOLUTE; where null, an hour before issuance, as
 *     clocks differ
 * @param apiPassthrough ignored where the template allows no API passthrough
 * @see <a
 *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_IssueCertificate.html">IssueCertificate</a>
 */
public record IssuanceRequest(
    CertificateTemplate template,
    SigningRequest csr,
    Validity validity,
    @Nullable Validity validityNotBefore,
    @Nullable ApiPassthrough apiPassthrough) {

  public IssuanceRequest {
    if (validityNotBefore != null && validityNotBefore.type() != ValidityPeriodType.ABSOLUTE) {
      throw new X509Exception(INVALID_VALIDITY, "ValidityNotBefore must be of type ABSOLUTE.");
    }
  }

  /** A request with nothing but what the template and the CSR say. */
  public static IssuanceRequest of(
      CertificateTemplate template, SigningRequest csr, Validity validity) {
    return new IssuanceRequest(template, csr, validity, null, null);
  }
}
