package org.latchkey.authorities;

import org.jspecify.annotations.Nullable;
import org.latchkey.x509.CsrExtensions;
import org.latchkey.x509.DistinguishedName;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.SignatureAlgorithm;

/** What an authority is made with. It never changes. */
public record AuthorityConfiguration(
    KeyAlgorithm keyAlgorithm,
    SignatureAlgorithm signingAlgorithm,
    DistinguishedName subject,
    @Nullable CsrExtensions csrExtensions) {}
