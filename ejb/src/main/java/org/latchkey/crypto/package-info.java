/**
 * Key material and what is done with it: authenticated encryption, signatures, MACs, key agreement,
 * key encapsulation, key wrapping, and the root key that everything stored is wrapped under.
 *
 * <p>Every feature may use this package; it uses {@code shared} alone. It knows bytes and
 * algorithms, nothing of accounts, ARNs, requests or databases.
 *
 * <p>Always: secrets are {@link org.latchkey.crypto.SecretBytes}; whatever is decrypted has been
 * authenticated; comparisons of secrets take constant time; no primitive is written here, each
 * comes from a provider. Outside this package and {@code x509} no class touches {@code
 * javax.crypto}, BouncyCastle or a JCA engine.
 */
@NullMarked
package org.latchkey.crypto;

import org.jspecify.annotations.NullMarked;
