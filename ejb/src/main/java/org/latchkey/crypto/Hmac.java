package org.latchkey.crypto;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import javax.crypto.Mac;

/** HMAC-SHA-256 (FIPS 198-1) with keys that belong to the server itself, not to KMS keys. */
public final class Hmac {

  private static final SecretBytes NO_KEY = SecretBytes.owning(new byte[32]);
  private static final String NAME = MacAlgorithm.HMAC_SHA_256.jcaName();
  private static final ThreadLocal<Mac> SHA_256 =
      ThreadLocal.withInitial(() -> Providers.mac(NAME));

  private Hmac() {}

  /**
   * HMAC-SHA-256 of the parts, one after the other: 32 bytes. The key may have any length but 0.
   */
  public static byte[] sha256(SecretBytes key, byte[]... parts) {
    Mac mac = SHA_256.get();
    try {
      mac.init(new RawKey(key, NAME));
      for (byte[] part : parts) {
        mac.update(part);
      }
      byte[] result = mac.doFinal();
      // The thread keeps its Mac: overwrite the key that it still holds.
      mac.init(new RawKey(NO_KEY, NAME));
      return result;
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("not an HMAC key", e);
    }
  }

  /** HMAC-SHA-256 of the text's UTF-8: 32 bytes. */
  public static byte[] sha256(SecretBytes key, String text) {
    return sha256(key, text.getBytes(StandardCharsets.UTF_8));
  }
}
