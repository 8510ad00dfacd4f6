package org.latchkey.crypto;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Hash values (FIPS 180-4). */
public final class Digests {

  private static final ThreadLocal<MessageDigest> SHA_256 =
      ThreadLocal.withInitial(() -> Providers.digest("SHA-256"));

  private Digests() {}

  /** SHA-256 of the parts, one after the other: 32 bytes. */
  public static byte[] sha256(byte[]... parts) {
    MessageDigest digest = SHA_256.get();
    digest.reset();
    for (byte[] part : parts) {
      digest.update(part);
    }
    return digest.digest();
  }

  /** SHA-256 as 64 characters of lower-case hexadecimal. */
  public static String sha256hex(byte[] data) {
    return HexFormat.of().formatHex(sha256(data));
  }

  /** SHA-256 of the text's UTF-8 as 64 characters of lower-case hexadecimal. */
  public static String sha256hex(String text) {
    return sha256hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
