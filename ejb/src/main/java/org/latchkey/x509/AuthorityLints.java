package org.latchkey.x509;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.NameConstraintValidatorException;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.PKIXNameConstraintValidator;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.Lints.Rule;

/** Rules on what makes an authority, and on what links a certificate to the one that issues it. */
final class AuthorityLints {

  static final List<Rule> RULES =
      List.of(
          new Rule("RFC 5280 4.2.1.9", AuthorityLints::criticalBasicConstraints),
          new Rule("RFC 5280 4.2.1.9", AuthorityLints::keyCertSignWithoutAuthority),
          new Rule("RFC 5280 6.1.4 (n)", AuthorityLints::authorityWithoutKeyCertSign),
          new Rule("RFC 5280 4.2.1.9", AuthorityLints::pathLengthWithoutKeyCertSign),
          new Rule("RFC 5280 4.2.1.9", AuthorityLints::selfSignedEndEntity),
          new Rule("RFC 5280 6.1.4 (k)", AuthorityLints::issuerIsAuthority),
          new Rule("RFC 5280 6.1.4 (n)", AuthorityLints::issuerMaySign),
          new Rule("RFC 5280 6.1.4 (l)", AuthorityLints::pathLength),
          new Rule("RFC 5280 6.1.3 (b)", AuthorityLints::permittedNames),
          new Rule("RFC 5280 6.1.3 (c)", AuthorityLints::excludedNames),
          new Rule("RFC 5280 4.2.1.2", AuthorityLints::subjectKeyIdentifier),
          new Rule("RFC 5280 4.2.1.1", AuthorityLints::authorityKeyIdentifier));

  private static final int KEY_CERT_SIGN = org.bouncycastle.asn1.x509.KeyUsage.keyCertSign;

  private AuthorityLints() {}

  private static @Nullable String criticalBasicConstraints(LintedContent content) {
    return content.isAuthority()
            && content.extension(Extension.basicConstraints).stream()
                .noneMatch(Extension::isCritical)
        ? "an authority's basic constraints are not critical"
        : null;
  }

  private static @Nullable String keyCertSignWithoutAuthority(LintedContent content) {
    return !content.isAuthority() && content.hasKeyUsage(KEY_CERT_SIGN)
        ? "keyCertSign is for authorities only"
        : null;
  }

  private static @Nullable String authorityWithoutKeyCertSign(LintedContent content) {
    return content.isAuthority()
            && content.keyUsage().isPresent()
            && !content.hasKeyUsage(KEY_CERT_SIGN)
        ? "an authority's key usage lacks keyCertSign"
        : null;
  }

  private static @Nullable String pathLengthWithoutKeyCertSign(LintedContent content) {
    boolean limited =
        content.basicConstraints().map(BasicConstraints::getPathLenConstraint).isPresent();
    return limited && !(content.isAuthority() && content.hasKeyUsage(KEY_CERT_SIGN))
        ? "a path length needs an authority whose key usage has keyCertSign"
        : null;
  }

  private static @Nullable String selfSignedEndEntity(LintedContent content) {
    return content.isSelfSigned() && !content.isAuthority()
        ? "a root certificate is not an authority's"
        : null;
  }

  private static @Nullable String issuerIsAuthority(LintedContent content) {
    X509CertificateHolder issuer = content.issuerCertificate();
    return issuer != null && constraints(issuer).filter(BasicConstraints::isCA).isEmpty()
        ? "the issuer's certificate is not an authority's"
        : null;
  }

  private static @Nullable String issuerMaySign(LintedContent content) {
    X509CertificateHolder issuer = content.issuerCertificate();
    if (issuer == null || issuer.getExtensions() == null) {
      return null;
    }
    org.bouncycastle.asn1.x509.KeyUsage usage =
        org.bouncycastle.asn1.x509.KeyUsage.fromExtensions(issuer.getExtensions());
    return usage != null && !usage.hasUsages(KEY_CERT_SIGN)
        ? "the issuer's key usage lacks keyCertSign"
        : null;
  }

  private static @Nullable String pathLength(LintedContent content) {
    X509CertificateHolder issuer = content.issuerCertificate();
    if (issuer == null || !content.isAuthority()) {
      return null;
    }
    Optional<BigInteger> limit = constraints(issuer).map(BasicConstraints::getPathLenConstraint);
    if (limit.isEmpty()) {
      return null;
    }
    if (limit.get().signum() == 0) {
      return "the issuer's path length lets no authority follow";
    }
    Optional<BigInteger> own =
        content.basicConstraints().map(BasicConstraints::getPathLenConstraint);
    return own.isPresent() && own.get().compareTo(limit.get()) >= 0
        ? "the path length is not below the issuer's"
        : null;
  }

  /** A name's comparison with name constraints. */
  private interface Comparison {
    void with(GeneralName name) throws NameConstraintValidatorException;
  }

  private static @Nullable String permittedNames(LintedContent content) {
    return content.nameConstraints().stream()
            .map(NameConstraints::getPermittedSubtrees)
            .filter(Objects::nonNull)
            .allMatch(permitted -> arePermitted(content, permitted))
        ? null
        : "a name is not among those that the name constraints of the authorities permit";
  }

  private static boolean arePermitted(LintedContent content, GeneralSubtree[] permitted) {
    PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
    validator.intersectPermittedSubtree(permitted);
    return holds(content, validator::checkPermitted);
  }

  private static @Nullable String excludedNames(LintedContent content) {
    PKIXNameConstraintValidator validator = new PKIXNameConstraintValidator();
    content.nameConstraints().stream()
        .map(NameConstraints::getExcludedSubtrees)
        .filter(Objects::nonNull)
        .flatMap(Arrays::stream)
        .forEach(validator::addExcludedSubtree);
    return holds(content, validator::checkExcluded)
        ? null
        : "a name is among those that the name constraints of the authorities exclude";
  }

  /** Whether each name holds, the subject among them; one that cannot be compared does not. */
  private static boolean holds(LintedContent content, Comparison comparison) {
    List<GeneralName> names = new ArrayList<>(content.alternativeNames());
    X500Name subject = content.tbs().getSubject();
    if (subject.getRDNs().length > 0) {
      names.add(new GeneralName(subject));
    }
    try {
      for (GeneralName name : names) {
        comparison.with(name);
      }
      return true;
    } catch (NameConstraintValidatorException | RuntimeException outside) {
      return false;
    }
  }

  private static Optional<BasicConstraints> constraints(X509CertificateHolder certificate) {
    return Optional.ofNullable(certificate.getExtension(Extension.basicConstraints))
        .map(extension -> BasicConstraints.getInstance(extension.getParsedValue()));
  }

  private static @Nullable String subjectKeyIdentifier(LintedContent content) {
    Optional<Extension> identifier = content.extension(Extension.subjectKeyIdentifier);
    if (identifier.isEmpty()) {
      return content.isAuthority() ? "an authority has no subject key identifier" : null;
    }
    return identifier.get().isCritical() ? "the subject key identifier is critical" : null;
  }

  private static @Nullable String authorityKeyIdentifier(LintedContent content) {
    Optional<Extension> extension = content.extension(Extension.authorityKeyIdentifier);
    if (extension.isEmpty()) {
      return content.isSelfSigned() ? null : "there is no authority key identifier";
    }
    if (extension.get().isCritical()) {
      return "the authority key identifier is critical";
    }
    byte[] identifier =
        AuthorityKeyIdentifier.getInstance(extension.get().getParsedValue())
            .getKeyIdentifierOctets();
    return content.issuer().certificate() != null
            && !Arrays.equals(identifier, KeyIdentifiers.ofSubject(content.issuer().certificate()))
        ? "the authority key identifier is not the issuer's subject key identifier"
        : null;
  }
}
