package org.latchkey.x509;

import org.jspecify.annotations.Nullable;

/**
 * What an IssueCertificate call says of the certificate itself. It counts with templates that allow
 * API passthrough, and is ignored with the others.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_ApiPassthrough.html">ApiPassthrough</a>
 */
public record ApiPassthrough(
    @Nullable Extensions extensions, @Nullable DistinguishedName subject) {}
