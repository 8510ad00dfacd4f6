package org.latchkey.certificates;

import java.util.List;
import java.util.stream.Stream;

/**
 * The mail that asks whether a name may be certified.
 *
 * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/email-validation.html">AWS
 *     Certificate Manager User Guide, Email validation</a>
 */
record ValidationMail(List<String> recipients, String subject, String text) {

  private static final List<String> MAILBOXES =
      List.of("admin", "administrator", "hostmaster", "postmaster", "webmaster");

  private static final String WWW = "www.";

  /** The five addresses of a domain that everybody agrees on. */
  static List<String> addresses(String validationDomain) {
    return MAILBOXES.stream().map(mailbox -> mailbox + '@' + validationDomain).toList();
  }

  /** The domain whose addresses are written to where the request names none. */
  static String defaultDomain(String name) {
    String domain = DomainNames.withoutWildcard(name);
    boolean shortenable = domain.startsWith(WWW) && domain.indexOf('.', WWW.length()) > 0;
    return shortenable ? domain.substring(WWW.length()) : domain;
  }

  /** Whether a domain is a name's own, or one above it. */
  static boolean isAbove(String validationDomain, String name) {
    String domain = DomainNames.withoutWildcard(name);
    return domain.equals(validationDomain) || domain.endsWith('.' + validationDomain);
  }

  static ValidationMail of(Certificate certificate, NameValidation validation, String url) {
    String name = validation.name();
    return new ValidationMail(
        addresses(validation.validationDomain()),
        "Certificate request for " + name,
        String.join(
            "\n",
            Stream.of(
                    "Somebody has requested a certificate for " + name + ".",
                    "",
                    "Account:     " + certificate.account(),
                    "Region:      " + certificate.region(),
                    "Certificate: " + certificate.arn(),
                    "",
                    "If you control this domain and approve of the request, open",
                    "",
                    "  " + url,
                    "",
                    "and confirm. If you do not, do nothing: without an approval no certificate is",
                    "issued. The link can be used until " + certificate.validationEnds() + ".",
                    "")
                .toList()));
  }
}
