package org.latchkey.x509;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.AttributeTypeAndValue;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.PolicyInformation;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.KeyAlgorithm.Family;
import org.latchkey.x509.Lints.Check;
import org.latchkey.x509.Lints.Rule;

/**
 * The CA/Browser Forum's rules for servers' certificates, which hold for those that say so: whose
 * policies have one of the Forum's identifiers. A private certificate need not care for them.
 * Sections are those of version 2 of the requirements.
 *
 * @see <a href="https://cabforum.org/working-groups/server/baseline-requirements/">Baseline
 *     Requirements for the Issuance and Management of Publicly-Trusted TLS Server Certificates</a>
 */
final class PublicTrustLints {

  private static final String DOMAIN_VALIDATED = "2.23.140.1.2.1";

  /** Domain, organization and individual validated, and extended validation (BR 7.1.6.1). */
  private static final Set<String> RESERVED_POLICIES =
      Set.of(DOMAIN_VALIDATED, "2.23.140.1.2.2", "2.23.140.1.2.3", "2.23.140.1.1");

  /** From when on a certificate may be valid for how long; the latest first. */
  private record Limit(Instant from, Duration most) {}

  private static final List<Limit> LIMITS =
      List.of(
          new Limit(Instant.parse("2029-03-15T00:00:00Z"), Duration.ofDays(47)),
          new Limit(Instant.parse("2027-03-15T00:00:00Z"), Duration.ofDays(100)),
          new Limit(Instant.parse("2026-03-15T00:00:00Z"), Duration.ofDays(200)),
          new Limit(Instant.EPOCH, Duration.ofDays(398)));

  private static final Set<KeyPurposeId> FORBIDDEN_PURPOSES =
      Set.of(
          KeyPurposeId.anyExtendedKeyUsage,
          KeyPurposeId.id_kp_codeSigning,
          KeyPurposeId.id_kp_emailProtection,
          KeyPurposeId.id_kp_timeStamping,
          KeyPurposeId.id_kp_OCSPSigning);

  private static final Set<SignatureAlgorithm> ALGORITHMS =
      Set.of(
          SignatureAlgorithm.SHA256WITHRSA,
          SignatureAlgorithm.SHA384WITHRSA,
          SignatureAlgorithm.SHA512WITHRSA,
          SignatureAlgorithm.SHA256WITHRSA_PSS,
          SignatureAlgorithm.SHA384WITHRSA_PSS,
          SignatureAlgorithm.SHA512WITHRSA_PSS,
          SignatureAlgorithm.SHA256WITHECDSA,
          SignatureAlgorithm.SHA384WITHECDSA,
          SignatureAlgorithm.SHA512WITHECDSA);

  /** A label of letters, digits and inner hyphens; a wildcard only as the whole first one. */
  private static final Pattern DOMAIN =
      Pattern.compile(
          "(\\*\\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?");

  static final List<Rule> RULES =
      List.of(
          rule("6.1.5", PublicTrustLints::keySize),
          rule("6.3.2", PublicTrustLints::validity),
          rule("7.1.3.2", PublicTrustLints::signature),
          rule("7.1.2.7.2", PublicTrustLints::domainValidatedSubject),
          rule("7.1.2.7.6", PublicTrustLints::basicConstraints),
          rule("7.1.2.7.10", PublicTrustLints::purposes),
          rule("7.1.2.7.12", PublicTrustLints::alternativeNames),
          rule("7.1.4.3", PublicTrustLints::commonName));

  private PublicTrustLints() {}

  private static Rule rule(String section, Check check) {
    return new Rule(
        "CA/Browser Forum BR " + section,
        content -> policies(content).isEmpty() ? null : check.violation(content));
  }

  /** The Forum's identifiers among a certificate's policies; none for an authority's. */
  private static Set<String> policies(LintedContent content) {
    if (content.isAuthority()) {
      return Set.of();
    }
    return content
        .extension(Extension.certificatePolicies)
        .map(
            extension ->
                Arrays.stream(
                        CertificatePolicies.getInstance(extension.getParsedValue())
                            .getPolicyInformation())
                    .map(PolicyInformation::getPolicyIdentifier)
                    .map(ASN1ObjectIdentifier::getId)
                    .filter(RESERVED_POLICIES::contains)
                    .collect(Collectors.toUnmodifiableSet()))
        .orElse(Set.of());
  }

  private static @Nullable String keySize(LintedContent content) {
    KeyAlgorithm key = KeyAlgorithm.of(PublicKeys.decode(content.publicKey()));
    boolean allowed =
        key != KeyAlgorithm.RSA_1024 && (key.family() == Family.RSA || key.family() == Family.EC);
    return allowed ? null : "the key is neither of RSA with 2048 bits or more, nor on a NIST curve";
  }

  private static @Nullable String validity(LintedContent content) {
    Instant from = content.tbs().getStartDate().getDate().toInstant();
    // the last second counts as well
    Duration valid =
        Duration.between(from, content.tbs().getEndDate().getDate().toInstant()).plusSeconds(1);
    Duration most =
        LIMITS.stream()
            .filter(limit -> !from.isBefore(limit.from()))
            .map(Limit::most)
            .findFirst()
            .orElseThrow();
    return valid.compareTo(most) > 0
        ? "the certificate is valid for more than " + most.toDays() + " days"
        : null;
  }

  private static @Nullable String signature(LintedContent content) {
    return ALGORITHMS.contains(content.issuer().algorithm())
        ? null
        : "the signature is not by RSA or ECDSA with SHA-256, SHA-384 or SHA-512";
  }

  private static @Nullable String domainValidatedSubject(LintedContent content) {
    if (!policies(content).contains(DOMAIN_VALIDATED)) {
      return null;
    }
    for (RDN name : content.tbs().getSubject().getRDNs()) {
      for (AttributeTypeAndValue attribute : name.getTypesAndValues()) {
        ASN1ObjectIdentifier type = attribute.getType();
        if (!type.equals(BCStyle.CN) && !type.equals(BCStyle.C)) {
          return "the subject holds more than country and common name, which is all that was validated";
        }
      }
    }
    return null;
  }

  private static @Nullable String basicConstraints(LintedContent content) {
    return content
            .extension(Extension.basicConstraints)
            .filter(each -> !each.isCritical())
            .isPresent()
        ? "the basic constraints are not critical"
        : null;
  }

  private static @Nullable String purposes(LintedContent content) {
    org.bouncycastle.asn1.x509.ExtendedKeyUsage purposes =
        content
            .extension(Extension.extendedKeyUsage)
            .map(
                extension ->
                    org.bouncycastle.asn1.x509.ExtendedKeyUsage.getInstance(
                        extension.getParsedValue()))
            .orElse(null);
    if (purposes == null || !purposes.hasKeyPurposeId(KeyPurposeId.id_kp_serverAuth)) {
      return "the extended key usage lacks serverAuth";
    }
    return FORBIDDEN_PURPOSES.stream().anyMatch(purposes::hasKeyPurposeId)
        ? "the extended key usage holds a purpose that goes not with serverAuth"
        : null;
  }

  private static @Nullable String alternativeNames(LintedContent content) {
    List<GeneralName> names = content.alternativeNames();
    if (names.isEmpty()) {
      return "there are no subject alternative names";
    }
    for (GeneralName name : names) {
      if (name.getTagNo() == GeneralName.dNSName) {
        String domain = IETFUtils.valueToString(name.getName()).toLowerCase(Locale.ROOT);
        if (!DOMAIN.matcher(domain).matches()) {
          return domain + " is not a fully qualified domain name";
        }
      } else if (name.getTagNo() != GeneralName.iPAddress) {
        return "a subject alternative name is neither a domain name nor an IP address";
      }
    }
    return null;
  }

  private static @Nullable String commonName(LintedContent content) {
    X500Name subject = content.tbs().getSubject();
    List<String> values = new ArrayList<>();
    for (GeneralName name : content.alternativeNames()) {
      if (name.getTagNo() == GeneralName.dNSName) {
        values.add(IETFUtils.valueToString(name.getName()).toLowerCase(Locale.ROOT));
      } else if (name.getTagNo() == GeneralName.iPAddress) {
        return null;
      }
    }
    for (RDN common : subject.getRDNs(BCStyle.CN)) {
      String value = IETFUtils.valueToString(common.getFirst().getValue()).toLowerCase(Locale.ROOT);
      if (!values.contains(value)) {
        return "the common name is not one of the subject alternative names";
      }
    }
    return null;
  }
}
