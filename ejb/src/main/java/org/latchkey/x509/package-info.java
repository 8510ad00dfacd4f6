/**
 * X.509 as RFC 5280 means it, in the shapes of AWS Private CA: certificate requests, templates,
 * issuing, chains, PEM, revocation lists and OCSP.
 *
 * <p>For {@code authorities}, {@code certificates} and {@code enrollment}; it uses {@code shared}
 * and {@code crypto} alone, and knows nothing of accounts, ARNs of resources, or databases. No
 * BouncyCastle type appears in its public signatures.
 *
 * <p>Always:
 *
 * <ul>
 *   <li>A certificate is prepared, then linted, then issued, in that order: only {@link
 *       org.latchkey.x509.PreparedCertificate#lint} makes a {@link
 *       org.latchkey.x509.LintedCertificate}, and each of those signs once.
 *   <li>A {@link org.latchkey.x509.SigningRequest} that exists has proven possession of its key.
 *   <li>The private keys of authorities are not here: whoever owns one hands in a {@link
 *       org.latchkey.x509.TbsSigner}. What a signer returns is verified before it is used.
 *   <li>What comes from outside is refused with an {@link org.latchkey.x509.X509Exception}, whose
 *       sentence can be shown to the caller and never holds key bytes.
 * </ul>
 */
@NullMarked
package org.latchkey.x509;

import org.jspecify.annotations.NullMarked;
