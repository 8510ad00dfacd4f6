package org.latchkey.x509;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What linting and issuing must know of the issuer.
 *
 * @param certificate null where the certificate is self-signed
 * @param above the certificates of the authorities above the issuer, as far as they are known
 */
record IssuerFacts(
    @Nullable X509Certificate certificate,
    List<X509Certificate> above,
    PublicKey publicKey,
    SignatureAlgorithm algorithm) {

  IssuerFacts {
    above = List.copyOf(above);
  }
}
