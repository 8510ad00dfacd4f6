package org.latchkey.crypto;

import java.util.Arrays;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.engines.AESWrapPadEngine;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * Opens key material that was encrypted for its import.
 *
 * <p>RSAES_OAEP: the material itself under RSAES-OAEP. RSA_AES_KEY_WRAP: a 256-bit AES key under
 * RSAES-OAEP, followed by the material under that key by AES Key Wrap with Padding (RFC 5649), as
 * PKCS #11's CKM_RSA_AES_KEY_WRAP lays it down. SM2PKE: the material under SM2.
 */
public final class KeyWrapping {

  private static final int AES_KEY_LENGTH = 32;

  private KeyWrapping() {}

  /**
   * The material in the form in which it was wrapped; the caller closes it and checks it with
   * {@link KeyMaterial#imported}.
   *
   * @param wrappingKey the private half of the wrapping key that the material was encrypted for
   * @throws InvalidCiphertext for whatever reason it does not open
   * @throws IllegalArgumentException where the wrapping key does not have this algorithm
   */
  public static SecretBytes unwrap(
      KeyMaterial wrappingKey, WrappingAlgorithm algorithm, byte[] wrapped)
      throws InvalidCiphertext {
    return switch (algorithm) {
      case RSAES_OAEP_SHA_1 ->
          PublicKeyEncryption.decrypt(wrappingKey, EncryptionAlgorithm.RSAES_OAEP_SHA_1, wrapped);
      case RSAES_OAEP_SHA_256 ->
          PublicKeyEncryption.decrypt(wrappingKey, EncryptionAlgorithm.RSAES_OAEP_SHA_256, wrapped);
      case SM2PKE -> PublicKeyEncryption.decrypt(wrappingKey, EncryptionAlgorithm.SM2PKE, wrapped);
      case RSA_AES_KEY_WRAP_SHA_1 ->
          unwrapTwice(wrappingKey, EncryptionAlgorithm.RSAES_OAEP_SHA_1, wrapped);
      case RSA_AES_KEY_WRAP_SHA_256 ->
          unwrapTwice(wrappingKey, EncryptionAlgorithm.RSAES_OAEP_SHA_256, wrapped);
    };
  }

  private static SecretBytes unwrapTwice(
      KeyMaterial wrappingKey, EncryptionAlgorithm algorithm, byte[] wrapped)
      throws InvalidCiphertext {
    int keyLength = wrappingKey.spec().modulusBits() / 8;
    if (wrapped.length <= keyLength) {
      throw new InvalidCiphertext();
    }
    byte[] wrappedKey = Arrays.copyOf(wrapped, keyLength);
    try (SecretBytes aesKey = PublicKeyEncryption.decrypt(wrappingKey, algorithm, wrappedKey)) {
      if (aesKey.length() != AES_KEY_LENGTH) {
        throw new InvalidCiphertext();
      }
      return unwrapPadded(aesKey, Arrays.copyOfRange(wrapped, keyLength, wrapped.length));
    }
  }

  /** AES Key Wrap with Padding (RFC 5649). */
  static SecretBytes unwrapPadded(SecretBytes aesKey, byte[] wrapped) throws InvalidCiphertext {
    AESWrapPadEngine engine = new AESWrapPadEngine();
    engine.init(false, new KeyParameter(aesKey.expose()));
    try {
      return SecretBytes.owning(engine.unwrap(wrapped, 0, wrapped.length));
    } catch (InvalidCipherTextException e) {
      throw new InvalidCiphertext();
    }
  }
}
