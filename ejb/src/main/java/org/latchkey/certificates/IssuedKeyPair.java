package org.latchkey.certificates;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A certificate and its private key as they are stored.
 *
 * @param certificate PEM
 * @param chain PEM, the issuer first; null for a certificate that has none
 * @param encryptedPrivateKey a KMS ciphertext of the private key as PKCS #8, DER
 * @param keyMaterialId which material of the KMS key encrypted it
 * @param authorityArn the private CA that issued it; null where that is another CA
 */
record IssuedKeyPair(
    String certificate,
    @Nullable String chain,
    byte[] encryptedPrivateKey,
    String keyMaterialId,
    Instant notBefore,
    Instant notAfter,
    @Nullable String authorityArn) {}
