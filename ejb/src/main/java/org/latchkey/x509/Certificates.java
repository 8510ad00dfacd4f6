package org.latchkey.x509;

import static org.latchkey.x509.X509Exception.Problem.MALFORMED;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;

/** Certificates between their DER, BouncyCastle's view and the JCA's. */
final class Certificates {

  private Certificates() {}

  /** Reads DER and nothing but DER: signatures are over octets (RFC 5280 section 4.1.1.3). */
  static X509Certificate decode(byte[] der) {
    try {
      X509CertificateHolder holder = new X509CertificateHolder(der);
      if (!Arrays.equals(der, holder.toASN1Structure().getEncoded(ASN1Encoding.DER))) {
        throw new X509Exception(MALFORMED, "The certificate is not encoded in DER.");
      }
      return convert(holder);
    } catch (IOException | IllegalArgumentException | ClassCastException e) {
      throw new X509Exception(MALFORMED, "The certificate is not an X.509 certificate.");
    }
  }

  static X509Certificate convert(X509CertificateHolder holder) {
    try {
      return new JcaX509CertificateConverter()
          .setProvider(BouncyCastle.PROVIDER)
          .getCertificate(holder);
    } catch (CertificateException e) {
      throw new X509Exception(MALFORMED, "The certificate is not an X.509 certificate.");
    }
  }

  static X509CertificateHolder holder(X509Certificate certificate) {
    try {
      return new X509CertificateHolder(certificate.getEncoded());
    } catch (CertificateEncodingException | IOException e) {
      throw new IllegalArgumentException("a certificate without an encoding", e);
    }
  }
}
