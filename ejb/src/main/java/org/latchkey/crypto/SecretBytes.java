package org.latchkey.crypto;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Bytes that must not be seen: key material, plaintext, passphrases.
 *
 * <p>Guarantees: {@link #toString} says nothing, there is no serialized form, equality takes the
 * same time wherever two values of one length differ, and {@link #close} overwrites the bytes with
 * zeros. {@link #expose} is the only way out, so that every place where a secret leaves can be
 * found by searching for one word.
 *
 * <p>Not safe for use while another thread closes it.
 */
public final class SecretBytes implements AutoCloseable {

  private static final int MAX_BYTES_A_CHAR = 3;

  private final byte[] bytes;
  private boolean closed;

  private SecretBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A secret with the bytes of {@code source}, which stays the caller's to zero. */
  public static SecretBytes copyOf(byte[] source) {
    return new SecretBytes(source.clone());
  }

  /** A secret that owns {@code bytes}: the caller keeps no reference and does not change them. */
  public static SecretBytes owning(byte[] bytes) {
    return new SecretBytes(bytes);
  }

  /** A secret of the UTF-8 bytes of {@code characters}, which stay the caller's to zero. */
  public static SecretBytes utf8(char[] characters) {
    byte[] buffer = new byte[characters.length * MAX_BYTES_A_CHAR];
    ByteBuffer encoded = ByteBuffer.wrap(buffer);
    StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(characters), encoded, true);
    SecretBytes secret = owning(Arrays.copyOf(buffer, encoded.position()));
    Arrays.fill(buffer, (byte) 0);
    return secret;
  }

  /** The number of bytes. */
  public int length() {
    return bytes.length;
  }

  /**
   * The secret itself, not a copy: valid until {@link #close}, never to be changed or kept.
   *
   * @throws IllegalStateException once closed
   */
  public byte[] expose() {
    if (closed) {
      throw new IllegalStateException("the secret has been closed");
    }
    return bytes;
  }

  /** A second secret of the same bytes, with a life of its own. */
  public SecretBytes copy() {
    return copyOf(expose());
  }

  /** Overwrites the bytes with zeros. Closing twice does nothing. */
  @Override
  public void close() {
    Arrays.fill(bytes, (byte) 0);
    closed = true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretBytes that && MessageDigest.isEqual(bytes, that.bytes);
  }

  /** Depends on the length alone, so that it tells nothing of the bytes. */
  @Override
  public int hashCode() {
    return bytes.length;
  }

  @Override
  public String toString() {
    return "SecretBytes[hidden]";
  }
}
