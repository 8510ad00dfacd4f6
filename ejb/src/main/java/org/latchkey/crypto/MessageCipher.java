package org.latchkey.crypto;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/**
 * AES-256-GCM under a key made for one message, as {@code docs/decisions/0004-ciphertext-format.md}
 * lays down.
 *
 * <p>A sealed message is {@code header || nonce || iv || ciphertext || tag}: 16 bytes of random
 * nonce, from which and from the long-lived key {@link KeyDerivation} makes the message's key, and
 * 12 bytes of random IV. All bytes in front of the ciphertext are authenticated, and so is the
 * associated data.
 */
final class MessageCipher {

  /** What a sealed message is longer than its header and plaintext, in bytes. */
  static final int OVERHEAD = 16 + 12 + 16;

  private static final int NONCE_LENGTH = 16;
  private static final int IV_LENGTH = 12;
  private static final int TAG_LENGTH = 16;
  private static final int KEY_LENGTH = 32;

  private static final ThreadLocal<Cipher> CIPHER = ThreadLocal.withInitial(Providers::aesGcm);

  private final String label;

  /** A cipher for one purpose: what is sealed under one label does not open under another. */
  MessageCipher(String label) {
    this.label = label;
  }

  byte[] seal(SecretBytes key, byte[] header, byte[] plaintext, byte[] associatedData) {
    return seal(hash(key), header, plaintext, associatedData);
  }

  byte[] seal(KeyedHash key, byte[] header, byte[] plaintext, byte[] associatedData) {
    byte[] random = RandomBytes.of(NONCE_LENGTH + IV_LENGTH);
    int start = header.length + random.length;
    byte[] sealed = Arrays.copyOf(header, start + plaintext.length + TAG_LENGTH);
    System.arraycopy(random, 0, sealed, header.length, random.length);
    try {
      Cipher cipher = initialised(Cipher.ENCRYPT_MODE, key, sealed, header.length);
      cipher.updateAAD(sealed, 0, start);
      cipher.updateAAD(associatedData);
      cipher.doFinal(plaintext, 0, plaintext.length, sealed, start);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM is not to be had", e);
    }
  }

  SecretBytes open(SecretBytes key, int headerLength, byte[] sealed, byte[] associatedData)
      throws InvalidCiphertext {
    return open(hash(key), headerLength, sealed, associatedData);
  }

  SecretBytes open(KeyedHash key, int headerLength, byte[] sealed, byte[] associatedData)
      throws InvalidCiphertext {
    int length = sealed.length - headerLength - OVERHEAD;
    if (length < 0) {
      throw new InvalidCiphertext();
    }
    int start = headerLength + NONCE_LENGTH + IV_LENGTH;
    byte[] plaintext = new byte[length];
    try {
      Cipher cipher = initialised(Cipher.DECRYPT_MODE, key, sealed, headerLength);
      cipher.updateAAD(sealed, 0, start);
      cipher.updateAAD(associatedData);
      cipher.doFinal(sealed, start, sealed.length - start, plaintext, 0);
      return SecretBytes.owning(plaintext);
    } catch (GeneralSecurityException e) {
      Arrays.fill(plaintext, (byte) 0);
      throw new InvalidCiphertext();
    }
  }

  private Cipher initialised(int mode, KeyedHash key, byte[] sealed, int headerLength)
      throws GeneralSecurityException {
    int ivStart = headerLength + NONCE_LENGTH;
    byte[] nonce = Arrays.copyOfRange(sealed, headerLength, ivStart);
    try (SecretBytes messageKey = KeyDerivation.derive(key, label, nonce, KEY_LENGTH)) {
      Cipher cipher = CIPHER.get();
      cipher.init(
          mode,
          new RawKey(messageKey, "AES"),
          new GCMParameterSpec(TAG_LENGTH * 8, sealed, ivStart, IV_LENGTH));
      return cipher;
    }
  }

  private static KeyedHash hash(SecretBytes key) {
    if (key.length() != KEY_LENGTH) {
      throw new IllegalArgumentException("the key has to have 32 bytes");
    }
    return parts -> Hmac.sha256(key, parts);
  }
}
