package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.latchkey.crypto.RootKey;
import org.latchkey.crypto.SecretBytes;

/**
 * The CNAME record by which an account shows that it controls a domain.
 *
 * <p>Account and domain decide both halves, so that a record which is left in place serves every
 * later request and renewal, and another account's record shows nothing. Nobody without the root
 * key can work them out.
 *
 * @param name absolute, with its last dot
 * @param value absolute, with its last dot; below {@code .invalid}, which is nobody's (RFC 2606)
 * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html">AWS
 *     Certificate Manager User Guide, DNS validation</a>
 */
record ControlRecord(String name, String value) {

  private static final String TARGET = ".acm-validations.latchkey.invalid.";
  private static final int HALF = 32;

  /** The record for an account and a domain, which has no wildcard. */
  static ControlRecord of(RootKey rootKey, String account, String domain) {
    try (SecretBytes subject = SecretBytes.copyOf((account + " " + domain).getBytes(UTF_8))) {
      String digits = rootKey.identify(subject, "dns-validation".getBytes(UTF_8));
      return new ControlRecord(
          "_" + digits.substring(0, HALF) + "." + domain + ".",
          "_" + digits.substring(HALF) + TARGET);
    }
  }
}
