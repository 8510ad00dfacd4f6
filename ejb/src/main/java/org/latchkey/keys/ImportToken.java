package org.latchkey.keys;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.RootKey;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.WrappingAlgorithm;
import org.latchkey.shared.Arn;
import org.latchkey.shared.ServiceException;

/**
 * What {@code GetParametersForImport} gives besides the wrapping public key: the private half of
 * the wrapping key, how it is to be used and until when, sealed under the root key.
 *
 * <p>The server keeps none of it, so any node can take the token. It is bound to one KMS key in one
 * Region: under another key's ARN it does not open. The private half is in it alone, so that a
 * token opens what was wrapped with its own public key and nothing else.
 *
 * @param wrappingKey the pair whose public half the caller wraps with; closed with the token
 * @param validTo the end of the token's life
 */
record ImportToken(WrappingAlgorithm algorithm, KeyMaterial wrappingKey, Instant validTo)
    implements AutoCloseable {

  private static final byte VERSION = 1;

  /** The token for {@code key}: opaque, and of at most 6,144 bytes. */
  byte[] seal(RootKey rootKey, Arn key) {
    byte[] algorithmName = ascii(algorithm);
    byte[] specName = ascii(wrappingKey.spec());
    try (SecretBytes encoded = wrappingKey.encoded();
        SecretBytes content =
            SecretBytes.owning(
                ByteBuffer.allocate(
                        1
                            + Long.BYTES
                            + 1
                            + algorithmName.length
                            + 1
                            + specName.length
                            + encoded.length())
                    .put(VERSION)
                    .putLong(validTo.toEpochMilli())
                    .put((byte) algorithmName.length)
                    .put(algorithmName)
                    .put((byte) specName.length)
                    .put(specName)
                    .put(encoded.expose())
                    .array())) {
      return rootKey.wrap(content, context(key));
    }
  }

  /**
   * The token's content, the caller's to close, whether or not its life is over.
   *
   * @throws InvalidCiphertext where it is no token for {@code key}
   */
  static ImportToken open(RootKey rootKey, Arn key, byte[] token) throws InvalidCiphertext {
    try (SecretBytes content = rootKey.unwrap(token, context(key))) {
      ByteBuffer buffer = ByteBuffer.wrap(content.expose());
      if (buffer.get() != VERSION) {
        throw new IllegalArgumentException("a token of another version");
      }
      Instant validTo = Instant.ofEpochMilli(buffer.getLong());
      WrappingAlgorithm algorithm = WrappingAlgorithm.valueOf(name(buffer));
      KeySpec spec = KeySpec.valueOf(name(buffer));
      byte[] encoded = new byte[buffer.remaining()];
      buffer.get(encoded);
      try (SecretBytes pair = SecretBytes.owning(encoded)) {
        return new ImportToken(algorithm, KeyMaterial.decode(spec, pair), validTo);
      }
    } catch (BufferUnderflowException | IllegalArgumentException notOurs) {
      throw new IllegalStateException("a token of this root key cannot be read", notOurs);
    }
  }

  /**
   * Refuses the token once its life is over.
   *
   * @throws ServiceException {@code ExpiredImportTokenException}
   */
  void requireValid(Instant now) {
    if (!now.isBefore(validTo)) {
      throw new ServiceException(KeyFault.EXPIRED_IMPORT_TOKEN, "The import token has expired.");
    }
  }

  private static byte[] context(Arn key) {
    return ("latchkey:import-token:" + key).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] ascii(Enum<?> constant) {
    return constant.name().getBytes(StandardCharsets.US_ASCII);
  }

  private static String name(ByteBuffer buffer) {
    byte[] name = new byte[buffer.get()];
    buffer.get(name);
    return new String(name, StandardCharsets.US_ASCII);
  }

  /** Zeroes the private half. */
  @Override
  public void close() {
    wrappingKey.close();
  }
}
