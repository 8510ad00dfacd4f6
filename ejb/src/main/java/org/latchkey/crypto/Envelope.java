package org.latchkey.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Ciphertext under a symmetric KMS key: it names its key, and opens only with the encryption
 * context that it was sealed with.
 *
 * <p>Guarantees: confidentiality and integrity of the plaintext, integrity of the header and of the
 * context (the order of its pairs does not matter, everything else does). Each message has a key of
 * its own, so that one KMS key seals any number of messages. A blob is {@link #OVERHEAD} bytes
 * longer than its plaintext; its length shows the plaintext's.
 *
 * <p>Layout, in bytes: version (1, value 1), flags (1; bit 0: multi-Region key), key id (16),
 * material version (4, big-endian), nonce (16), IV (12), ciphertext, tag (16). {@code
 * docs/decisions/0004-ciphertext-format.md} gives the reasons.
 */
public final class Envelope {

  private static final byte VERSION = 1;
  private static final byte MULTI_REGION = 1;
  private static final int HEADER_LENGTH = 1 + 1 + 16 + 4;

  /** What a blob is longer than its plaintext, in bytes. */
  public static final int OVERHEAD = HEADER_LENGTH + MessageCipher.OVERHEAD;

  private static final MessageCipher CIPHER = new MessageCipher("latchkey/envelope/1");

  private Envelope() {}

  /**
   * What a blob says of the key that it needs, in the clear and not yet authenticated.
   *
   * @param materialVersion which of the key's materials, 0 or more
   */
  public record Header(KeyId keyId, int materialVersion) {}

  /**
   * The ciphertext of {@code plaintext}, which stays the caller's to zero.
   *
   * @param materialVersion which of the key's materials {@code key} is, 0 or more
   * @param key 32 bytes
   * @param context the encryption context, empty for none
   * @throws IllegalArgumentException where the context is not text that UTF-8 can say
   */
  public static byte[] seal(
      KeyId keyId,
      int materialVersion,
      SecretBytes key,
      byte[] plaintext,
      Map<String, String> context) {
    byte[] header = header(keyId, materialVersion);
    return CIPHER.seal(key, header, plaintext, canonical(context));
  }

  /**
   * As {@link #seal(KeyId, int, SecretBytes, byte[], Map)}, with material that may be in a token.
   *
   * @param material of a symmetric key for encryption
   */
  public static byte[] seal(
      KeyId keyId,
      int materialVersion,
      KeyMaterial material,
      byte[] plaintext,
      Map<String, String> context) {
    byte[] header = header(keyId, materialVersion);
    return CIPHER.seal(material.keyedHash(), header, plaintext, canonical(context));
  }

  private static byte[] header(KeyId keyId, int materialVersion) {
    if (materialVersion < 0) {
      throw new IllegalArgumentException("the material version is negative");
    }
    return ByteBuffer.allocate(HEADER_LENGTH)
        .put(VERSION)
        .put(keyId.multiRegion() ? MULTI_REGION : 0)
        .putLong(keyId.uuid().getMostSignificantBits())
        .putLong(keyId.uuid().getLeastSignificantBits())
        .putInt(materialVersion)
        .array();
  }

  private static byte[] canonical(Map<String, String> context) {
    try {
      return EncryptionContexts.canonical(context);
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the encryption context is not valid Unicode", e);
    }
  }

  /** What the blob says of its key; nothing if it is not a blob of this product. */
  public static Optional<Header> parseHeader(byte[] blob) {
    if (blob.length < OVERHEAD) {
      return Optional.empty();
    }
    ByteBuffer buffer = ByteBuffer.wrap(blob);
    byte version = buffer.get();
    byte flags = buffer.get();
    UUID uuid = new UUID(buffer.getLong(), buffer.getLong());
    int materialVersion = buffer.getInt();
    if (version != VERSION || (flags & ~MULTI_REGION) != 0 || materialVersion < 0) {
      return Optional.empty();
    }
    return Optional.of(new Header(new KeyId(uuid, flags == MULTI_REGION), materialVersion));
  }

  /**
   * The plaintext of a blob.
   *
   * @param key the material that the header names, 32 bytes
   * @param context exactly what the blob was sealed with, in any order
   * @throws InvalidCiphertext for whatever reason it does not open
   */
  public static SecretBytes open(byte[] blob, SecretBytes key, Map<String, String> context)
      throws InvalidCiphertext {
    requireHeader(blob);
    return CIPHER.open(key, HEADER_LENGTH, blob, canonicalOf(context));
  }

  /**
   * As {@link #open(byte[], SecretBytes, Map)}, with material that may be in a token.
   *
   * @param material of a symmetric key for encryption
   */
  public static SecretBytes open(byte[] blob, KeyMaterial material, Map<String, String> context)
      throws InvalidCiphertext {
    requireHeader(blob);
    return CIPHER.open(material.keyedHash(), HEADER_LENGTH, blob, canonicalOf(context));
  }

  private static void requireHeader(byte[] blob) throws InvalidCiphertext {
    if (parseHeader(blob).isEmpty()) {
      throw new InvalidCiphertext();
    }
  }

  private static byte[] canonicalOf(Map<String, String> context) throws InvalidCiphertext {
    try {
      return EncryptionContexts.canonical(context);
    } catch (CharacterCodingException e) {
      throw new InvalidCiphertext();
    }
  }
}
