package org.latchkey.x509;

import java.security.PublicKey;
import java.security.cert.X509Certificate;
import org.jspecify.annotations.Nullable;

/**
 * What linting and issuing must know of the issuer.
 *
 * @param certificate null where the certificate is self-signed
 */
record IssuerFacts(
    @Nullable X509Certificate certificate, PublicKey publicKey, SignatureAlgorithm algorithm) {}
