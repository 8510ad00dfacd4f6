package org.latchkey.crypto;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Optional;

/** Certificates in PEM (RFC 7468), as far as they only have to be told apart. */
public final class PemCertificates {

  private PemCertificates() {}

  /** Whether two texts hold the same certificate; not where one holds none. */
  public static boolean same(String one, String other) {
    Optional<byte[]> first = encoded(one);
    return first.isPresent()
        && encoded(other).filter(second -> ConstantTime.equals(first.get(), second)).isPresent();
  }

  private static Optional<byte[]> encoded(String pem) {
    try {
      return Optional.of(
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
              .getEncoded());
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }
}
