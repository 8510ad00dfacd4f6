package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.CertificateDetails;
import org.latchkey.x509.Pem;

/**
 * What searches need to know of a certificate without reading it again.
 *
 * @param commonName in lower case; null where there is none, or one that is too long for a domain's
 *     or no text
 * @param serial as {@link CertificateDetails} has it
 * @param keyUsages names, joined by spaces
 * @param extendedKeyUsages names, joined by spaces
 * @param dnsNames in lower case
 */
record CertificateFacts(
    @Nullable String commonName,
    String serial,
    String keyUsages,
    String extendedKeyUsages,
    Set<String> dnsNames) {

  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_SERIAL = 64;

  /**
   * The facts of a certificate.
   *
   * @param pem one certificate
   */
  static CertificateFacts of(String pem) {
    CertificateDetails details = CertificateDetails.of(Pem.readCertificate(pem.getBytes(US_ASCII)));
    String name = details.commonName();
    String lowerCase = name == null ? null : name.toLowerCase(Locale.ROOT);
    return new CertificateFacts(
        lowerCase == null || !isText(lowerCase) ? null : lowerCase,
        details.serial().substring(0, Math.min(details.serial().length(), LONGEST_SERIAL)),
        details.keyUsages().stream().map(Enum::name).collect(joining(" ")),
        details.extendedKeyUsages().stream()
            .map(usage -> usage.name().name())
            .distinct()
            .collect(joining(" ")),
        details.dnsNames().stream()
            .map(dnsName -> dnsName.toLowerCase(Locale.ROOT))
            .filter(CertificateFacts::isText)
            .collect(toUnmodifiableSet()));
  }

  /** Whether it can be kept as a name; what a certificate holds may be anything. */
  static boolean isText(String name) {
    return name.length() <= LONGEST_NAME && name.chars().noneMatch(Character::isISOControl);
  }
}
