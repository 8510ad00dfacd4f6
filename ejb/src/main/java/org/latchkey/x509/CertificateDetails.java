package org.latchkey.x509;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.operator.DefaultSignatureNameFinder;
import org.jspecify.annotations.Nullable;

/**
 * What DescribeCertificate shows of a certificate.
 *
 * @param subject the attributes in the order of their encoding, {@code C=US,CN=example.com}
 * @param issuer in the same form
 * @param commonName of the subject, the last one where there are several; null without one
 * @param dnsNames of the subject alternative names
 * @param ipAddresses of the subject alternative names, in text form
 * @param serial pairs of lower-case hexadecimal digits between colons
 * @param keyAlgorithm null where it is none of the published model's
 * @param signatureAlgorithm under Private CA's name where it has one, such as SHA256WITHRSA
 * @param keyUsages ANY alone where the certificate does not restrict them
 * @param extendedKeyUsages NONE alone where the certificate has none
 * @see <a
 *     href="https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateDetail.html">CertificateDetail</a>
 */
public record CertificateDetails(
    String subject,
    String issuer,
    @Nullable String commonName,
    List<String> dnsNames,
    List<String> ipAddresses,
    String serial,
    Instant notBefore,
    Instant notAfter,
    @Nullable KeyAlgorithm keyAlgorithm,
    String signatureAlgorithm,
    List<KeyUsageName> keyUsages,
    List<ExtendedKeyUsageDetail> extendedKeyUsages) {

  /** A purpose and its object identifier, which is null for NONE. */
  public record ExtendedKeyUsageDetail(ExtendedKeyUsageName name, @Nullable String oid) {}

  /** ACM's names of key usages. */
  public enum KeyUsageName {
    DIGITAL_SIGNATURE,
    NON_REPUDIATION,
    KEY_ENCIPHERMENT,
    DATA_ENCIPHERMENT,
    KEY_AGREEMENT,
    CERTIFICATE_SIGNING,
    CRL_SIGNING,
    ENCIPHER_ONLY,
    DECIPHER_ONLY,
    ANY,
    CUSTOM
  }

  /** ACM's names of extended key usages. */
  public enum ExtendedKeyUsageName {
    TLS_WEB_SERVER_AUTHENTICATION,
    TLS_WEB_CLIENT_AUTHENTICATION,
    CODE_SIGNING,
    EMAIL_PROTECTION,
    TIME_STAMPING,
    OCSP_SIGNING,
    IPSEC_END_SYSTEM,
    IPSEC_TUNNEL,
    IPSEC_USER,
    ANY,
    NONE,
    CUSTOM
  }

  private static final Map<Integer, KeyUsageName> BITS =
      Map.of(
          org.bouncycastle.asn1.x509.KeyUsage.digitalSignature, KeyUsageName.DIGITAL_SIGNATURE,
          org.bouncycastle.asn1.x509.KeyUsage.nonRepudiation, KeyUsageName.NON_REPUDIATION,
          org.bouncycastle.asn1.x509.KeyUsage.keyEncipherment, KeyUsageName.KEY_ENCIPHERMENT,
          org.bouncycastle.asn1.x509.KeyUsage.dataEncipherment, KeyUsageName.DATA_ENCIPHERMENT,
          org.bouncycastle.asn1.x509.KeyUsage.keyAgreement, KeyUsageName.KEY_AGREEMENT,
          org.bouncycastle.asn1.x509.KeyUsage.keyCertSign, KeyUsageName.CERTIFICATE_SIGNING,
          org.bouncycastle.asn1.x509.KeyUsage.cRLSign, KeyUsageName.CRL_SIGNING,
          org.bouncycastle.asn1.x509.KeyUsage.encipherOnly, KeyUsageName.ENCIPHER_ONLY,
          org.bouncycastle.asn1.x509.KeyUsage.decipherOnly, KeyUsageName.DECIPHER_ONLY);

  private static final Map<KeyPurposeId, ExtendedKeyUsageName> PURPOSES =
      Map.of(
          KeyPurposeId.id_kp_serverAuth, ExtendedKeyUsageName.TLS_WEB_SERVER_AUTHENTICATION,
          KeyPurposeId.id_kp_clientAuth, ExtendedKeyUsageName.TLS_WEB_CLIENT_AUTHENTICATION,
          KeyPurposeId.id_kp_codeSigning, ExtendedKeyUsageName.CODE_SIGNING,
          KeyPurposeId.id_kp_emailProtection, ExtendedKeyUsageName.EMAIL_PROTECTION,
          KeyPurposeId.id_kp_timeStamping, ExtendedKeyUsageName.TIME_STAMPING,
          KeyPurposeId.id_kp_OCSPSigning, ExtendedKeyUsageName.OCSP_SIGNING,
          KeyPurposeId.id_kp_ipsecEndSystem, ExtendedKeyUsageName.IPSEC_END_SYSTEM,
          KeyPurposeId.id_kp_ipsecTunnel, ExtendedKeyUsageName.IPSEC_TUNNEL,
          KeyPurposeId.id_kp_ipsecUser, ExtendedKeyUsageName.IPSEC_USER,
          KeyPurposeId.anyExtendedKeyUsage, ExtendedKeyUsageName.ANY);

  /**
   * Describes a certificate.
   *
   * @throws X509Exception if one of its extensions cannot be read
   */
  public static CertificateDetails of(X509Certificate certificate) {
    X509CertificateHolder holder = Certificates.holder(certificate);
    return Asn1.read(
        "An extension of the certificate cannot be read.",
        () ->
            new CertificateDetails(
                holder.getSubject().toString(),
                holder.getIssuer().toString(),
                commonName(holder),
                names(holder, org.bouncycastle.asn1.x509.GeneralName.dNSName),
                names(holder, org.bouncycastle.asn1.x509.GeneralName.iPAddress),
                SerialNumbers.format(holder.getSerialNumber()),
                holder.getNotBefore().toInstant(),
                holder.getNotAfter().toInstant(),
                KeyAlgorithm.find(holder.getSubjectPublicKeyInfo()).orElse(null),
                signatureAlgorithm(holder.getSignatureAlgorithm()),
                keyUsages(holder),
                extendedKeyUsages(holder)));
  }

  /**
   * The attributes of a certificate's subject.
   *
   * @throws X509Exception if the certificate cannot be read
   */
  public static SubjectAttributes subject(X509Certificate certificate) {
    return SubjectAttributes.of(Certificates.holder(certificate).getSubject());
  }

  /**
   * The attributes of a certificate's issuer.
   *
   * @throws X509Exception if the certificate cannot be read
   */
  public static SubjectAttributes issuer(X509Certificate certificate) {
    return SubjectAttributes.of(Certificates.holder(certificate).getIssuer());
  }

  /**
   * A certificate's subject alternative names.
   *
   * @throws X509Exception if the extension cannot be read
   */
  public static List<AlternativeName> alternativeNames(X509Certificate certificate) {
    return Asn1.read(
        "The subject alternative names of the certificate cannot be read.",
        () -> AlternativeName.of(Certificates.holder(certificate)));
  }

  private static @Nullable String commonName(X509CertificateHolder holder) {
    RDN[] names = holder.getSubject().getRDNs(BCStyle.CN);
    if (names.length == 0) {
      return null;
    }
    return Arrays.stream(names[names.length - 1].getTypesAndValues())
        .filter(attribute -> attribute.getType().equals(BCStyle.CN))
        .map(attribute -> attribute.getValue())
        .filter(ASN1String.class::isInstance)
        .map(value -> ((ASN1String) value).getString())
        .findFirst()
        .orElse(null);
  }

  private static List<String> names(X509CertificateHolder holder, int tag)
      throws UnknownHostException {
    Extension extension = holder.getExtension(Extension.subjectAlternativeName);
    if (extension == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (org.bouncycastle.asn1.x509.GeneralName name :
        GeneralNames.getInstance(extension.getParsedValue()).getNames()) {
      if (name.getTagNo() == tag) {
        texts.add(text(name));
      }
    }
    return List.copyOf(texts);
  }

  private static String text(org.bouncycastle.asn1.x509.GeneralName name)
      throws UnknownHostException {
    return name.getTagNo() == org.bouncycastle.asn1.x509.GeneralName.iPAddress
        // Octets of an address: nothing is resolved.
        ? InetAddress.getByAddress(ASN1OctetString.getInstance(name.getName()).getOctets())
            .getHostAddress()
        : name.getName().toString();
  }

  private static String signatureAlgorithm(AlgorithmIdentifier identifier) {
    for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
      if (algorithm.identifier().equals(identifier)) {
        return algorithm.name();
      }
    }
    return new DefaultSignatureNameFinder().getAlgorithmName(identifier);
  }

  private static List<KeyUsageName> keyUsages(X509CertificateHolder holder) {
    org.bouncycastle.asn1.x509.Extensions extensions = holder.getExtensions();
    org.bouncycastle.asn1.x509.KeyUsage usage =
        extensions == null ? null : org.bouncycastle.asn1.x509.KeyUsage.fromExtensions(extensions);
    if (usage == null) {
      return List.of(KeyUsageName.ANY);
    }
    return BITS.entrySet().stream()
        .filter(bit -> usage.hasUsages(bit.getKey()))
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  private static List<ExtendedKeyUsageDetail> extendedKeyUsages(X509CertificateHolder holder) {
    Extension extension = holder.getExtension(Extension.extendedKeyUsage);
    if (extension == null) {
      return List.of(new ExtendedKeyUsageDetail(ExtendedKeyUsageName.NONE, null));
    }
    return Arrays.stream(
            org.bouncycastle.asn1.x509.ExtendedKeyUsage.getInstance(extension.getParsedValue())
                .getUsages())
        .map(
            purpose ->
                new ExtendedKeyUsageDetail(
                    PURPOSES.getOrDefault(purpose, ExtendedKeyUsageName.CUSTOM), purpose.getId()))
        .toList();
  }
}
