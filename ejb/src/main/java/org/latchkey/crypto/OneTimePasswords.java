package org.latchkey.crypto;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import org.bouncycastle.util.encoders.Base32;

/**
 * Time-based one-time passwords (RFC 6238) as authenticator apps make them: HMAC-SHA-1, six digits,
 * a new one every 30 seconds.
 */
public final class OneTimePasswords {

  /** How many digits a code has. */
  public static final int DIGITS = 6;

  private static final int STEP_SECONDS = 30;
  private static final int SEED_BYTES = 40;
  private static final int MODULUS = 1_000_000;
  private static final String NAME = "HmacSHA1";

  private OneTimePasswords() {}

  /** A new random seed, 40 bytes. */
  public static SecretBytes newSeed() {
    return SecretBytes.owning(RandomBytes.of(SEED_BYTES));
  }

  /** A seed in base32 (RFC 4648, section 6), as it is typed into an authenticator app. */
  public static SecretBytes text(SecretBytes seed) {
    return SecretBytes.owning(Base32.encode(seed.expose()));
  }

  /** The time step that an instant lies in: RFC 6238's T. */
  public static long step(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  /**
   * The first time step, of {@code from} to {@code to}, whose code this is; empty where it is none
   * of these. Takes the same time whichever it is.
   */
  public static OptionalLong find(SecretBytes seed, String code, long from, long to) {
    byte[] given = code.getBytes(StandardCharsets.UTF_8);
    OptionalLong found = OptionalLong.empty();
    for (long step = from; step <= to; step++) {
      boolean matches =
          ConstantTime.equals(code(seed, step).getBytes(StandardCharsets.UTF_8), given);
      if (matches && found.isEmpty()) {
        found = OptionalLong.of(step);
      }
    }
    return found;
  }

  /** The code that an authenticator with this seed shows at that instant. */
  public static String current(SecretBytes seed, Instant at) {
    return code(seed, step(at));
  }

  /** The code of a time step: RFC 4226, section 5.3, with the step as its counter. */
  static String code(SecretBytes seed, long step) {
    byte[] hash = hmac(seed, ByteBuffer.allocate(Long.BYTES).putLong(step).array());
    int offset = hash[hash.length - 1] & 0xF;
    int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
    return String.format("%0" + DIGITS + "d", number % MODULUS);
  }

  private static byte[] hmac(SecretBytes seed, byte[] counter) {
    Mac mac = Providers.mac(NAME);
    try {
      mac.init(new RawKey(seed, NAME));
      return mac.doFinal(counter);
    } catch (InvalidKeyException e) {
      throw new IllegalArgumentException("not an HMAC key", e);
    }
  }
}
