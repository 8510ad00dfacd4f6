package org.latchkey.authorities;

import java.security.cert.X509Certificate;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.RevocationSigner;

/**
 * An authority as its OCSP responder needs it.
 *
 * @param certificate the authority's own
 * @param responder who signs; null where a new one has to be made first
 * @param responderEnds when the responder has to have a new certificate
 */
record OcspAuthority(
    String id,
    X509Certificate certificate,
    @Nullable RevocationSigner responder,
    Instant responderEnds) {}
