package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.BROKEN_CHAIN;
import static org.latchkey.x509.X509Exception.Problem.KEY_MISMATCH;
import static org.latchkey.x509.X509Exception.Problem.MALFORMED;
import static org.latchkey.x509.X509Exception.Problem.OUTSIDE_VALIDITY;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509CertificateHolder;

/**
 * A certificate and those that certify it, each the issuer of the one before. It exists only once
 * that has been verified: names, signatures, validity, and every rule for authorities.
 */
public final class CertificateChain {

  /** The key algorithms of certificates that ACM takes. */
  private static final Set<KeyAlgorithm> IMPORTED =
      Set.copyOf(EnumSet.range(KeyAlgorithm.RSA_1024, KeyAlgorithm.EC_secp521r1));

  private static final int MAX_OCSP_URL = 1_000;

  /**
   * What may be critical in an authority's certificate and its chain.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_ImportCertificateAuthorityCertificate.html">ImportCertificateAuthorityCertificate,
   *     Enforcement of critical constraints</a>
   */
  private static final Set<ASN1ObjectIdentifier> MAY_BE_CRITICAL =
      Set.of(
          Extension.authorityKeyIdentifier,
          Extension.basicConstraints,
          Extension.certificatePolicies,
          Extension.extendedKeyUsage,
          Extension.inhibitAnyPolicy,
          Extension.issuerAlternativeName,
          Extension.keyUsage,
          Extension.nameConstraints,
          Extension.policyMappings,
          Extension.subjectAlternativeName,
          Extension.subjectDirectoryAttributes,
          Extension.subjectKeyIdentifier,
          Extension.subjectInfoAccess);

  private final X509Certificate certificate;
  private final List<X509Certificate> issuers;

  private CertificateChain(X509Certificate certificate, List<X509Certificate> issuers) {
    this.certificate = certificate;
    this.issuers = List.copyOf(issuers);
  }

  /**
   * Verifies what ImportCertificate of ACM is given. The chain may end below its root, and a
   * self-signed certificate has none.
   *
   * @param issuers in the order in which each certifies the one before; empty where none is given
   * @throws X509Exception that tells what does not hold
   * @see <a
   *     href="https://docs.aws.amazon.com/acm/latest/userguide/import-certificate-prerequisites.html">Prerequisites
   *     for importing certificates</a>
   */
  public static CertificateChain ofImported(
      X509Certificate certificate, List<X509Certificate> issuers, Instant now) {
    X509CertificateHolder holder = Certificates.holder(certificate);
    if (holder.getVersionNumber() != 3) {
      throw new X509Exception(MALFORMED, "The certificate is not an X.509 version 3 certificate.");
    }
    if (holder.getIssuer().getRDNs().length == 0) {
      throw new X509Exception(MALFORMED, "The certificate's issuer is empty.");
    }
    KeyAlgorithm algorithm = KeyAlgorithm.of(PublicKeys.decode(holder.getSubjectPublicKeyInfo()));
    if (!IMPORTED.contains(algorithm)) {
      throw new X509Exception(
          MALFORMED, "The certificate's key is of " + algorithm + ", which cannot be imported.");
    }
    ocspUrls(holder)
        .filter(url -> url.length() > MAX_OCSP_URL)
        .findAny()
        .ifPresent(
            url -> {
              throw new X509Exception(
                  MALFORMED, "The OCSP URL is longer than " + MAX_OCSP_URL + " characters.");
            });
    CertificateChain chain = new CertificateChain(certificate, issuers);
    chain.verify(now);
    return chain;
  }

  /**
   * Verifies what ImportCertificateAuthorityCertificate of Private CA is given.
   *
   * @param issuers empty for a root, otherwise up to a self-signed root
   * @param root whether the authority is a root
   * @param csr the authority's certificate signing request, whose key and subject the certificate
   *     must have
   * @throws X509Exception that tells what does not hold
   * @see <a
   *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_ImportCertificateAuthorityCertificate.html">ImportCertificateAuthorityCertificate</a>
   */
  public static CertificateChain ofAuthority(
      X509Certificate certificate,
      List<X509Certificate> issuers,
      boolean root,
      SigningRequest csr,
      Instant now) {
    X509CertificateHolder holder = Certificates.holder(certificate);
    if (!holder.getSubjectPublicKeyInfo().equals(PublicKeys.info(csr.publicKey()))) {
      throw new X509Exception(
          KEY_MISMATCH, "The certificate doesn't hold the certificate authority's public key.");
    }
    if (!holder.getSubject().equals(csr.subjectName())) {
      throw broken("The certificate's subject is not that of the certificate signing request");
    }
    boolean selfSigned = CertificatePath.isSelfSigned(holder);
    if (root && (!selfSigned || !issuers.isEmpty())) {
      throw broken(
          selfSigned
              ? "A root certificate has no chain"
              : "Only a self-signed certificate can be imported for a root certificate authority");
    }
    if (!root && selfSigned) {
      throw broken(
          "A self-signed certificate cannot be imported for a subordinate certificate authority");
    }
    if (!root
        && (issuers.isEmpty()
            || !CertificatePath.isSelfSigned(
                Certificates.holder(issuers.get(issuers.size() - 1))))) {
      throw broken("The certificate chain must end with its root certificate");
    }
    CertificateChain chain = new CertificateChain(certificate, issuers);
    chain.certificates().forEach(CertificateChain::requireAuthority);
    requireCertSign(holder);
    chain.verify(now);
    return chain;
  }

  /**
   * RFC 5280 section 4.2.1.3: where there is a key usage, it must let the key sign certificates.
   */
  private static void requireCertSign(X509CertificateHolder certificate) {
    org.bouncycastle.asn1.x509.KeyUsage usage =
        certificate.getExtensions() == null
            ? null
            : org.bouncycastle.asn1.x509.KeyUsage.fromExtensions(certificate.getExtensions());
    if (usage != null && !usage.hasUsages(org.bouncycastle.asn1.x509.KeyUsage.keyCertSign)) {
      throw broken("The certificate's key usage does not let it sign certificates");
    }
  }

  private static void requireAuthority(X509CertificateHolder certificate) {
    Extension constraints = certificate.getExtension(Extension.basicConstraints);
    if (constraints == null
        || !constraints.isCritical()
        || !BasicConstraints.getInstance(constraints.getParsedValue()).isCA()) {
      throw broken("A certificate authority's basic constraints must say so, and be critical");
    }
    for (Object critical : certificate.getCriticalExtensionOIDs()) {
      if (!MAY_BE_CRITICAL.contains(critical)) {
        throw broken("The extension " + critical + " must not be critical");
      }
    }
  }

  private Stream<X509CertificateHolder> certificates() {
    return Stream.concat(Stream.of(certificate), issuers.stream()).map(Certificates::holder);
  }

  private void verify(Instant now) {
    List<X509CertificateHolder> path = certificates().toList();
    requireValid("The certificate", path.get(0), now);
    if (path.subList(1, path.size()).contains(path.get(0))) {
      throw broken("The certificate chain must not hold the certificate itself");
    }
    for (int i = 1; i < path.size(); i++) {
      requireValid("Certificate " + i + " of the chain", path.get(i), now);
      if (!CertificatePath.issued(path.get(i), path.get(i - 1))) {
        throw broken(
            "Certificate "
                + i
                + " of the chain didn't issue "
                + (i == 1 ? "the certificate" : "the one before it")
                + ": each must directly certify the one that precedes it");
      }
    }
    CertificatePath.validate(path, now);
  }

  private static void requireValid(String which, X509CertificateHolder certificate, Instant now) {
    if (now.isBefore(certificate.getNotBefore().toInstant())) {
      throw new X509Exception(
          OUTSIDE_VALIDITY,
          which + " is not valid before " + certificate.getNotBefore().toInstant() + ".");
    }
    if (now.isAfter(certificate.getNotAfter().toInstant())) {
      throw new X509Exception(
          OUTSIDE_VALIDITY,
          which + " has expired at " + certificate.getNotAfter().toInstant() + ".");
    }
  }

  private static Stream<String> ocspUrls(X509CertificateHolder certificate) {
    Extension extension = certificate.getExtension(Extension.authorityInfoAccess);
    if (extension == null) {
      return Stream.empty();
    }
    return Stream.of(
            AuthorityInformationAccess.getInstance(extension.getParsedValue())
                .getAccessDescriptions())
        .filter(access -> access.getAccessMethod().equals(AccessDescription.id_ad_ocsp))
        .map(access -> access.getAccessLocation().getName().toString());
  }

  private static X509Exception broken(String why) {
    return new X509Exception(BROKEN_CHAIN, why + ".");
  }

  /** The certificate that the chain is for. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Those that certify it, beginning with its issuer. */
  public List<X509Certificate> issuers() {
    return issuers;
  }
}
