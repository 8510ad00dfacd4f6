package org.latchkey.x509;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.jspecify.annotations.Nullable;

/** A certificate's content as the lints look at it, beside its issuer. */
final class LintedContent {

  private final TBSCertificate tbs;
  private final IssuerFacts issuer;
  private final @Nullable X509CertificateHolder issuerCertificate;

  LintedContent(TBSCertificate tbs, IssuerFacts issuer) {
    this.tbs = tbs;
    this.issuer = issuer;
    this.issuerCertificate =
        issuer.certificate() == null ? null : Certificates.holder(issuer.certificate());
  }

  TBSCertificate tbs() {
    return tbs;
  }

  IssuerFacts issuer() {
    return issuer;
  }

  boolean isSelfSigned() {
    return issuerCertificate == null;
  }

  /** Null where the certificate is self-signed. */
  @Nullable X509CertificateHolder issuerCertificate() {
    return issuerCertificate;
  }

  /** Those of the issuer and of the authorities above it. */
  List<NameConstraints> nameConstraints() {
    return Stream.concat(
            Stream.ofNullable(issuerCertificate), issuer.above().stream().map(Certificates::holder))
        .map(authority -> authority.getExtension(Extension.nameConstraints))
        .filter(Objects::nonNull)
        .map(extension -> NameConstraints.getInstance(extension.getParsedValue()))
        .toList();
  }

  Optional<Extension> extension(ASN1ObjectIdentifier type) {
    org.bouncycastle.asn1.x509.Extensions extensions = tbs.getExtensions();
    return extensions == null
        ? Optional.empty()
        : Optional.ofNullable(extensions.getExtension(type));
  }

  boolean isAuthority() {
    return basicConstraints().map(BasicConstraints::isCA).orElse(false);
  }

  Optional<BasicConstraints> basicConstraints() {
    return extension(Extension.basicConstraints)
        .map(extension -> BasicConstraints.getInstance(extension.getParsedValue()));
  }

  Optional<org.bouncycastle.asn1.x509.KeyUsage> keyUsage() {
    return extension(Extension.keyUsage)
        .map(
            extension ->
                org.bouncycastle.asn1.x509.KeyUsage.getInstance(extension.getParsedValue()));
  }

  boolean hasKeyUsage(int bits) {
    return keyUsage().map(usage -> usage.hasUsages(bits)).orElse(false);
  }

  /** None where there is no such extension. */
  List<org.bouncycastle.asn1.x509.GeneralName> alternativeNames() {
    return extension(Extension.subjectAlternativeName)
        .map(extension -> List.of(GeneralNames.getInstance(extension.getParsedValue()).getNames()))
        .orElse(List.of());
  }

  SubjectPublicKeyInfo publicKey() {
    return tbs.getSubjectPublicKeyInfo();
  }
}
