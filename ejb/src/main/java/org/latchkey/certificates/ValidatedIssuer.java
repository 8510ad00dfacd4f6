package org.latchkey.certificates;

import java.util.Optional;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Settings;
import org.latchkey.x509.Validity;

/**
 * The private CA that issues certificates whose names were validated: the setting {@code
 * validated-issuer}, an ARN. Without it there are none.
 */
final class ValidatedIssuer {

  /** How long a certificate is valid whose names were validated. */
  static final Validity VALIDITY = Validity.ofDays(198);

  private ValidatedIssuer() {}

  static Optional<String> arn() {
    return Settings.text("validated-issuer");
  }

  /** ACM, in the account and Region of that CA, whatever account the certificate is for. */
  static Caller caller(Caller caller, String issuerArn) {
    return Arn.parse(issuerArn)
        .map(
            issuer ->
                Caller.service(
                    "acm.amazonaws.com", issuer.account(), issuer.region(), caller.requestId()))
        .orElse(caller);
  }
}
