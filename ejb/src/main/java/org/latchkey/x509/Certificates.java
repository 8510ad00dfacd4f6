package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.MALFORMED;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.AuthorityKeyIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;

/** Certificates between their DER, BouncyCastle's view and the JCA's. */
final class Certificates {

  private static final String NOT_X509 = "The certificate is not an X.509 certificate.";

  /** The extensions that are read here: malformed ones are refused when a certificate comes in. */
  private static final Map<ASN1ObjectIdentifier, Function<ASN1Encodable, Object>> READ_HERE =
      Map.of(
          Extension.basicConstraints, BasicConstraints::getInstance,
          Extension.keyUsage, org.bouncycastle.asn1.x509.KeyUsage::getInstance,
          Extension.extendedKeyUsage, org.bouncycastle.asn1.x509.ExtendedKeyUsage::getInstance,
          Extension.subjectAlternativeName, GeneralNames::getInstance,
          Extension.subjectKeyIdentifier, SubjectKeyIdentifier::getInstance,
          Extension.authorityKeyIdentifier, AuthorityKeyIdentifier::getInstance,
          Extension.authorityInfoAccess, AuthorityInformationAccess::getInstance,
          Extension.cRLDistributionPoints, CRLDistPoint::getInstance);

  private Certificates() {}

  /** Reads DER and nothing but DER: signatures are over octets (RFC 5280 section 4.1.1.3). */
  static X509Certificate decode(byte[] der) {
    X509CertificateHolder holder = Asn1.read(NOT_X509, () -> new X509CertificateHolder(der));
    byte[] canonical =
        Asn1.read(NOT_X509, () -> holder.toASN1Structure().getEncoded(ASN1Encoding.DER));
    if (!Arrays.equals(der, canonical)) {
      throw new X509Exception(MALFORMED, "The certificate is not encoded in DER.");
    }
    // a name's text is not looked at before somebody wants it
    Asn1.read(
        "The certificate's subject or issuer cannot be read.",
        () -> List.of(holder.getSubject().toString(), holder.getIssuer().toString()));
    READ_HERE.forEach(
        (type, reader) -> {
          Extension extension = holder.getExtension(type);
          if (extension != null) {
            Asn1.read(
                "The certificate's extension " + type + " is not valid.",
                () -> reader.apply(extension.getParsedValue()));
          }
        });
    return convert(holder);
  }

  static X509Certificate convert(X509CertificateHolder holder) {
    return Asn1.read(
        NOT_X509,
        () -> {
          try {
            return new JcaX509CertificateConverter()
                .setProvider(BouncyCastle.PROVIDER)
                .getCertificate(holder);
          } catch (CertificateException e) {
            throw new IOException(e);
          }
        });
  }

  static X509CertificateHolder holder(X509Certificate certificate) {
    try {
      return new X509CertificateHolder(certificate.getEncoded());
    } catch (CertificateEncodingException | IOException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
