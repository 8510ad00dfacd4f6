package org.latchkey.client;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates in PEM (RFC 7468). */
public final class Pem {
  private Pem() {}

  /**
   * Reads all certificates of a text, in its order.
   *
   * @throws IllegalArgumentException where there is none, or one cannot be read
   */
  public static List<X509Certificate> certificates(String pem) {
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      List<X509Certificate> certificates = new ArrayList<>();
      for (Certificate certificate :
          factory.generateCertificates(
              new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
        certificates.add((X509Certificate) certificate);
      }
      if (certificates.isEmpty()) {
        throw new IllegalArgumentException("No certificate where one should be");
      }
      return List.copyOf(certificates);
    } catch (CertificateException e) {
      throw new IllegalArgumentException("A certificate cannot be read: " + e.getMessage());
    }
  }

  /**
   * Reads the first certificate of a text.
   *
   * @throws IllegalArgumentException where there is none, or it cannot be read
   */
  public static X509Certificate certificate(String pem) {
    return certificates(pem).get(0);
  }
}
