package org.latchkey.keyuse;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.EncryptionAlgorithm;
import org.latchkey.crypto.Envelope;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.KeyId;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.KeyUsage;
import org.latchkey.crypto.PublicKeyEncryption;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.keys.EncryptionContext;
import org.latchkey.keys.KeyFault;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Ciphertexts under KMS keys: an {@link Envelope}, which names its key and material and is bound to
 * an encryption context, under a symmetric key; what the algorithm gives and no more under an
 * asymmetric one.
 */
@ApplicationScoped
class Ciphertexts {

  @Inject private KeyRing ring;

  /**
   * What a ciphertext held.
   *
   * @param keyMaterialId the material that opened it; null for an asymmetric key
   */
  record Opened(SecretBytes plaintext, @Nullable String keyMaterialId) implements AutoCloseable {

    @Override
    public void close() {
      plaintext.close();
    }
  }

  /** The algorithm that a request asks for; that of symmetric keys where it says nothing. */
  static EncryptionAlgorithm algorithm(@Nullable EncryptionAlgorithm asked) {
    return asked == null ? EncryptionAlgorithm.SYMMETRIC_DEFAULT : asked;
  }

  /** Encrypting or decrypting with an algorithm in a context. */
  static KeyUse use(String operation, EncryptionAlgorithm algorithm, EncryptionContext context) {
    return new KeyUse(
            operation,
            KeyUsage.ENCRYPT_DECRYPT,
            algorithm,
            KeySpec::encryptionAlgorithms,
            context::addTo)
        .with("kms:EncryptionAlgorithm", algorithm.name());
  }

  /**
   * What a symmetric ciphertext says of its key.
   *
   * @throws ServiceException {@code InvalidCiphertextException}
   */
  static Envelope.Header header(byte[] blob) {
    return Envelope.parseHeader(blob).orElseThrow(Ciphertexts::invalid);
  }

  /**
   * Refuses what {@link #seal} cannot encrypt.
   *
   * @param length of the plaintext, in bytes
   * @throws ServiceException {@code ValidationException}
   */
  void requireSealable(
      KeySnapshot key, EncryptionAlgorithm algorithm, int length, EncryptionContext context) {
    requireContextFits(key, context);
    if (key.spec().isSymmetric()) {
      return;
    }
    int longest = PublicKeyEncryption.maxPlaintext(key.spec(), algorithm);
    if (length > longest) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "Algorithm %s and key spec %s cannot encrypt data larger than %d bytes."
              .formatted(algorithm, key.spec(), longest));
    }
  }

  /** The ciphertext of a {@linkplain #requireSealable sealable} plaintext. */
  byte[] seal(
      KeySnapshot key,
      EncryptionAlgorithm algorithm,
      SecretBytes plaintext,
      EncryptionContext context) {
    if (!key.spec().isSymmetric()) {
      return PublicKeyEncryption.encrypt(
          key.spec(), ring.publicKey(key), algorithm, plaintext.expose());
    }
    try (KeyMaterial material = ring.material(key, key.currentMaterial())) {
      KeyId keyId = KeyId.parse(key.keyId()).orElseThrow();
      return Envelope.seal(
          keyId, key.currentMaterial(), material, plaintext.expose(), context.pairs());
    }
  }

  /** The id of the material that {@link #seal} encrypts with; null for an asymmetric key. */
  static @Nullable String sealingMaterialId(KeySnapshot key) {
    return key.spec().isSymmetric() ? key.currentMaterialId() : null;
  }

  /**
   * What {@code blob} holds, the caller's to close.
   *
   * @throws ServiceException {@code InvalidCiphertextException}, whatever makes it so; {@code
   *     IncorrectKeyException} where it names another key; {@code ValidationException} for a
   *     context with an asymmetric key
   */
  Opened open(
      KeySnapshot key, EncryptionAlgorithm algorithm, byte[] blob, EncryptionContext context) {
    requireContextFits(key, context);
    try {
      return key.spec().isSymmetric()
          ? openEnvelope(key, blob, context)
          : new Opened(openAsymmetric(key, algorithm, blob), null);
    } catch (InvalidCiphertext invalid) {
      throw invalid();
    }
  }

  private SecretBytes openAsymmetric(KeySnapshot key, EncryptionAlgorithm algorithm, byte[] blob)
      throws InvalidCiphertext {
    try (KeyMaterial material = ring.material(key, key.currentMaterial())) {
      SecretBytes plaintext = PublicKeyEncryption.decrypt(material, algorithm, blob);
      if (plaintext.length() == 0) {
        // Encrypt makes none of these, and the plaintext of a reply has a byte at least
        throw invalid();
      }
      return plaintext;
    }
  }

  private Opened openEnvelope(KeySnapshot key, byte[] blob, EncryptionContext context)
      throws InvalidCiphertext {
    Envelope.Header header = header(blob);
    if (!key.keyId().equals(header.keyId().toString())) {
      throw new ServiceException(
          KeyFault.INCORRECT_KEY,
          "The key ID in the request does not identify a CMK that can perform this operation.");
    }
    String materialId = key.materialIds().get(header.materialVersion());
    if (materialId == null) {
      throw invalid();
    }
    try (KeyMaterial material = ring.material(key, header.materialVersion())) {
      return new Opened(Envelope.open(blob, material, context.pairs()), materialId);
    }
  }

  private static void requireContextFits(KeySnapshot key, EncryptionContext context) {
    if (!key.spec().isSymmetric() && !context.pairs().isEmpty()) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "An encryption context is not supported with key spec " + key.spec() + ".");
    }
  }

  private static ServiceException invalid() {
    return new ServiceException(KeyFault.INVALID_CIPHERTEXT, "The ciphertext is not valid.");
  }
}
