package org.latchkey.crypto;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.PublicKey;
import org.jspecify.annotations.Nullable;

/**
 * Shared secrets by elliptic-curve Diffie-Hellman, as DeriveSharedSecret gives them: the raw x
 * coordinate (NIST SP 800-56A Rev. 3, section 5.7.1.2), to be put through a key derivation
 * function.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/APIReference/API_DeriveSharedSecret.html">AWS
 *     KMS: DeriveSharedSecret</a>
 */
public final class KeyAgreement {

  private KeyAgreement() {}

  /**
   * The shared secret, as many bytes as a coordinate of the curve has; the caller closes it.
   *
   * @param peerPublicKey SubjectPublicKeyInfo in DER, with the curve's name
   * @throws InvalidPublicKey where it is not a point of the key's own curve
   * @throws IllegalArgumentException where the key's spec has no key agreement
   */
  public static SecretBytes deriveSharedSecret(
      KeyMaterial key, KeyAgreementAlgorithm algorithm, byte[] peerPublicKey)
      throws InvalidPublicKey {
    if (!key.spec().keyAgreementAlgorithms().contains(algorithm)) {
      throw new IllegalArgumentException(key.spec() + " does not have " + algorithm);
    }
    PublicKey peer;
    try {
      peer = PublicKeys.decode(key.spec(), peerPublicKey);
    } catch (IllegalArgumentException e) {
      throw new InvalidPublicKey(e);
    }
    try {
      javax.crypto.KeyAgreement agreement =
          engine(algorithm.name(), Providers.keyProvider(key.spec()));
      agreement.init(key.privateKey(), Providers.random());
      agreement.doPhase(peer, true);
      return SecretBytes.owning(agreement.generateSecret());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no secret could be derived", e);
    }
  }

  private static javax.crypto.KeyAgreement engine(String name, @Nullable Provider provider)
      throws GeneralSecurityException {
    return provider == null
        ? javax.crypto.KeyAgreement.getInstance(name)
        : javax.crypto.KeyAgreement.getInstance(name, provider);
  }
}
