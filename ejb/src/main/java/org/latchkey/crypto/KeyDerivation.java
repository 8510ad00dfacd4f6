package org.latchkey.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Key derivation in counter mode with HMAC-SHA-256 (NIST SP 800-108r1, section 4.1), with a 32-bit
 * counter in front of the fixed input {@code Label || 0x00 || Context || [L]}, L in bits as 32
 * bits.
 */
final class KeyDerivation {

  private static final int BLOCK = 32;
  private static final byte[] SEPARATOR = {0};

  private KeyDerivation() {}

  /**
   * A key of {@code length} bytes for one purpose.
   *
   * @param key the key-derivation key
   * @param label the purpose; no label is the beginning of another followed by a zero byte
   * @param context what makes this key different from others of the same purpose
   */
  static SecretBytes derive(SecretBytes key, String label, byte[] context, int length) {
    return derive(parts -> Hmac.sha256(key, parts), label, context, length);
  }

  /** As {@link #derive(SecretBytes, String, byte[], int)}, under a key that may be elsewhere. */
  static SecretBytes derive(KeyedHash key, String label, byte[] context, int length) {
    byte[] bits = ByteBuffer.allocate(Integer.BYTES).putInt(Math.multiplyExact(length, 8)).array();
    return expand(key, length, label.getBytes(StandardCharsets.US_ASCII), SEPARATOR, context, bits);
  }

  /** Counter mode over fixed input data given in parts. */
  static SecretBytes expand(KeyedHash key, int length, byte[]... fixedInput) {
    byte[][] parts = new byte[fixedInput.length + 1][];
    System.arraycopy(fixedInput, 0, parts, 1, fixedInput.length);
    byte[] output = new byte[length];
    int counter = 1;
    for (int done = 0; done < length; done += BLOCK) {
      parts[0] = ByteBuffer.allocate(Integer.BYTES).putInt(counter++).array();
      byte[] block = key.sha256(parts);
      System.arraycopy(block, 0, output, done, Math.min(BLOCK, length - done));
      Arrays.fill(block, (byte) 0);
    }
    return SecretBytes.owning(output);
  }
}
