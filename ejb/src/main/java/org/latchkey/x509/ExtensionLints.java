package org.latchkey.x509;

import static org.bouncycastle.asn1.x509.KeyUsage.cRLSign;
import static org.bouncycastle.asn1.x509.KeyUsage.dataEncipherment;
import static org.bouncycastle.asn1.x509.KeyUsage.decipherOnly;
import static org.bouncycastle.asn1.x509.KeyUsage.digitalSignature;
import static org.bouncycastle.asn1.x509.KeyUsage.encipherOnly;
import static org.bouncycastle.asn1.x509.KeyUsage.keyAgreement;
import static org.bouncycastle.asn1.x509.KeyUsage.keyCertSign;
import static org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment;
import static org.bouncycastle.asn1.x509.KeyUsage.nonRepudiation;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.CertificatePolicies;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.KeyAlgorithm.Family;
import org.latchkey.x509.Lints.Rule;

/**
 * Rules on key usage and on the remaining extensions. Reading one refuses it where it holds
 * nothing, which RFC 5280 wants of all of them.
 */
final class ExtensionLints {

  static final List<Rule> RULES =
      List.of(
          new Rule("RFC 5280 4.2", ExtensionLints::duplicates),
          new Rule("RFC 5280 4.2.1.3", ExtensionLints::emptyKeyUsage),
          new Rule("RFC 5280 4.2.1.3", ExtensionLints::restrictionsWithoutAgreement),
          new Rule("RFC 3279 2.3.1", ExtensionLints::rsaKeyUsage),
          new Rule("RFC 8813 3", ExtensionLints::ecKeyUsage),
          new Rule("RFC 9881 5", ExtensionLints::mlDsaKeyUsage),
          new Rule("RFC 5280 4.2.1.12", ExtensionLints::purposesAndKeyUsage),
          new Rule("RFC 5280 4.2.1.12", ExtensionLints::criticalAnyPurpose),
          new Rule("RFC 5280 4.2.1.4", ExtensionLints::policies),
          new Rule("RFC 5280 4.2.1.10", ExtensionLints::nameConstraints),
          new Rule("RFC 5280 4.2.1.13", ExtensionLints::distributionPoints),
          new Rule("RFC 5280 4.2.2.1", ExtensionLints::informationAccess));

  /** The purposes of section 4.2.1.12, each with the key usages of which it needs one. */
  private static final Map<KeyPurposeId, Integer> CONSISTENT =
      Map.of(
          KeyPurposeId.id_kp_serverAuth, digitalSignature | keyEncipherment | keyAgreement,
          KeyPurposeId.id_kp_clientAuth, digitalSignature | keyAgreement,
          KeyPurposeId.id_kp_codeSigning, digitalSignature,
          KeyPurposeId.id_kp_emailProtection,
              digitalSignature | nonRepudiation | keyEncipherment | keyAgreement,
          KeyPurposeId.id_kp_timeStamping, digitalSignature | nonRepudiation,
          KeyPurposeId.id_kp_OCSPSigning, digitalSignature | nonRepudiation);

  private static final List<Integer> ALL_BITS =
      List.of(
          digitalSignature,
          nonRepudiation,
          keyEncipherment,
          dataEncipherment,
          keyAgreement,
          keyCertSign,
          cRLSign,
          encipherOnly,
          decipherOnly);

  private ExtensionLints() {}

  private static @Nullable String duplicates(LintedContent content) {
    org.bouncycastle.asn1.x509.Extensions extensions = content.tbs().getExtensions();
    if (extensions == null) {
      return null;
    }
    Set<ASN1ObjectIdentifier> seen = new HashSet<>();
    return Arrays.stream(extensions.getExtensionOIDs()).allMatch(seen::add)
        ? null
        : "an extension is there twice";
  }

  private static @Nullable String emptyKeyUsage(LintedContent content) {
    return content.keyUsage().isPresent() && ALL_BITS.stream().noneMatch(content::hasKeyUsage)
        ? "the key usage has no bit set"
        : null;
  }

  private static @Nullable String restrictionsWithoutAgreement(LintedContent content) {
    return !content.hasKeyUsage(keyAgreement)
            && (content.hasKeyUsage(encipherOnly) || content.hasKeyUsage(decipherOnly))
        ? "encipherOnly and decipherOnly mean nothing without keyAgreement"
        : null;
  }

  private static @Nullable String rsaKeyUsage(LintedContent content) {
    return isFamily(content, Family.RSA) && content.hasKeyUsage(keyAgreement)
        ? "an RSA key does not agree on keys"
        : null;
  }

  private static @Nullable String ecKeyUsage(LintedContent content) {
    return isFamily(content, Family.EC)
            && (content.hasKeyUsage(keyEncipherment) || content.hasKeyUsage(dataEncipherment))
        ? "an EC key enciphers neither keys nor data"
        : null;
  }

  private static @Nullable String mlDsaKeyUsage(LintedContent content) {
    return isFamily(content, Family.ML_DSA)
            && List.of(keyEncipherment, dataEncipherment, keyAgreement, encipherOnly, decipherOnly)
                .stream()
                .anyMatch(content::hasKeyUsage)
        ? "an ML-DSA key does nothing but sign"
        : null;
  }

  private static boolean isFamily(LintedContent content, Family family) {
    return KeyAlgorithm.find(content.publicKey())
        .filter(algorithm -> algorithm.family() == family)
        .isPresent();
  }

  private static List<KeyPurposeId> purposes(LintedContent content) {
    return content
        .extension(Extension.extendedKeyUsage)
        .map(
            extension ->
                List.of(
                    org.bouncycastle.asn1.x509.ExtendedKeyUsage.getInstance(
                            extension.getParsedValue())
                        .getUsages()))
        .orElse(List.of());
  }

  private static @Nullable String purposesAndKeyUsage(LintedContent content) {
    // The section speaks of certificates whose own key serves the purpose; an authority's extended
    // key usage limits those below it.
    if (content.keyUsage().isEmpty() || content.isAuthority()) {
      return null;
    }
    // one purpose that the key usage suits is enough: the certificate is good for that one
    List<KeyPurposeId> purposes = purposes(content);
    return purposes.isEmpty() || purposes.stream().anyMatch(each -> suits(content, each))
        ? null
        : "the key usage has no bit that suits the extended key usage " + purposes.get(0).getId();
  }

  private static boolean suits(LintedContent content, KeyPurposeId purpose) {
    Integer any = CONSISTENT.get(purpose);
    return any == null
        || ALL_BITS.stream().anyMatch(bit -> (any & bit) != 0 && content.hasKeyUsage(bit));
  }

  private static @Nullable String criticalAnyPurpose(LintedContent content) {
    return purposes(content).contains(KeyPurposeId.anyExtendedKeyUsage)
            && content.extension(Extension.extendedKeyUsage).stream()
                .anyMatch(Extension::isCritical)
        ? "an extended key usage of any purpose is critical"
        : null;
  }

  private static @Nullable String policies(LintedContent content) {
    Optional<Extension> extension = content.extension(Extension.certificatePolicies);
    if (extension.isEmpty()) {
      return null;
    }
    org.bouncycastle.asn1.x509.PolicyInformation[] policies =
        CertificatePolicies.getInstance(extension.get().getParsedValue()).getPolicyInformation();

    Set<ASN1ObjectIdentifier> seen = new HashSet<>();
    return Arrays.stream(policies).allMatch(policy -> seen.add(policy.getPolicyIdentifier()))
        ? null
        : "a certificate policy is there twice";
  }

  private static @Nullable String nameConstraints(LintedContent content) {
    Optional<Extension> extension = content.extension(Extension.nameConstraints);
    if (extension.isEmpty()) {
      return null;
    }
    if (!content.isAuthority()) {
      return "name constraints are for authorities only";
    }
    return extension.get().isCritical() ? null : "the name constraints are not critical";
  }

  private static @Nullable String distributionPoints(LintedContent content) {
    Optional<Extension> extension = content.extension(Extension.cRLDistributionPoints);
    if (extension.isEmpty()) {
      return null;
    }
    DistributionPoint[] points =
        CRLDistPoint.getInstance(extension.get().getParsedValue()).getDistributionPoints();

    for (DistributionPoint point : points) {
      if (point.getDistributionPoint() == null && point.getCRLIssuer() == null) {
        return "a CRL distribution point says neither where nor whose it is";
      }
      if (!wellFormed(point.getDistributionPoint())) {
        return "a CRL distribution point is not an absolute URI";
      }
    }
    return null;
  }

  private static boolean wellFormed(@Nullable DistributionPointName name) {
    if (name == null || name.getType() != DistributionPointName.FULL_NAME) {
      return true;
    }
    return Arrays.stream(GeneralNames.getInstance(name.getName()).getNames())
        .allMatch(ExtensionLints::wellFormed);
  }

  private static boolean wellFormed(org.bouncycastle.asn1.x509.GeneralName name) {
    return name.getTagNo() != org.bouncycastle.asn1.x509.GeneralName.uniformResourceIdentifier
        || NameLints.isAbsoluteUri(name.getName().toString());
  }

  private static @Nullable String informationAccess(LintedContent content) {
    Optional<Extension> extension = content.extension(Extension.authorityInfoAccess);
    if (extension.isEmpty()) {
      return null;
    }
    if (extension.get().isCritical()) {
      return "the authority information access is critical";
    }
    AccessDescription[] descriptions =
        AuthorityInformationAccess.getInstance(extension.get().getParsedValue())
            .getAccessDescriptions();

    return Arrays.stream(descriptions)
            .map(AccessDescription::getAccessLocation)
            .allMatch(ExtensionLints::wellFormed)
        ? null
        : "an authority information access is not an absolute URI";
  }
}
