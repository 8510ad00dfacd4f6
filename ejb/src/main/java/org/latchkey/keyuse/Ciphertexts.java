package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.EncryptionAlgorithm;
import org.latchkey.crypto.Envelope;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.KeyId;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.ServiceException;

/** Symmetric ciphertexts: making them, and opening them with the material that they name. */
@ApplicationScoped
class Ciphertexts {

  @Inject private KeyRing ring;

  static EncryptionAlgorithm algorithm(@Nullable EncryptionAlgorithm asked) {
    return asked == null ? EncryptionAlgorithm.SYMMETRIC_DEFAULT : asked;
  }

  /**
   * What a ciphertext says of its key.
   *
   * @throws ServiceException {@code InvalidCiphertextException}
   */
  static Envelope.Header header(byte[] blob) {
    return Envelope.parseHeader(blob).orElseThrow(Ciphertexts::invalid);
  }

  /**
   * Refuses a key that is not for symmetric encryption.
   *
   * @throws ServiceException {@code InvalidKeyUsageException}
   */
  void requireSymmetric(KeySnapshot key, String operation, EncryptionAlgorithm algorithm) {
    key.requireUsage(KeyUsage.ENCRYPT_DECRYPT, operation);
    if (!key.spec().encryptionAlgorithms().contains(algorithm) || !key.spec().isSymmetric()) {
      throw new ServiceException(
          KeyFault.INVALID_KEY_USAGE,
          "Algorithm " + algorithm + " is incompatible with key spec " + key.spec() + ".");
    }
  }

  byte[] encrypt(KeySnapshot key, SecretBytes plaintext, EncryptionContext context) {
    try (KeyMaterial material = ring.material(key, key.currentMaterial());
        SecretBytes secret = material.encoded()) {
      KeyId keyId = KeyId.parse(key.keyId()).orElseThrow();
      return Envelope.seal(
          keyId, key.currentMaterial(), secret, plaintext.expose(), context.pairs());
    }
  }

  /**
   * The plaintext of {@code blob}, the caller's to close.
   *
   * @throws ServiceException {@code InvalidCiphertextException}
   */
  SecretBytes decrypt(
      KeySnapshot key, Envelope.Header header, byte[] blob, EncryptionContext context) {
    if (!key.materialIds().containsKey(header.materialVersion())) {
      throw invalid();
    }
    try (KeyMaterial material = ring.material(key, header.materialVersion());
        SecretBytes secret = material.encoded()) {
      return Envelope.open(blob, secret, context.pairs());
    } catch (InvalidCiphertext invalid) {
      throw invalid();
    }
  }

  private static ServiceException invalid() {
    return new ServiceException(KeyFault.INVALID_CIPHERTEXT, "The ciphertext is not valid.");
  }
}
