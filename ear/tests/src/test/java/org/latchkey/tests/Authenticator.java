package org.latchkey.tests;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.encoders.Base32;

/** An authenticator app (RFC 6238), as the tests' users have it on their telephones. */
final class Authenticator {
  private static final int STEP_SECONDS = 30;

  private final byte[] seed;

  /**
   * One with a seed.
   *
   * @param base32 as it is typed in
   */
  Authenticator(String base32) {
    this.seed = Base32.decode(base32);
  }

  /** The code that it shows so many steps from now. */
  String code(int steps) {
    long counter = Instant.now().getEpochSecond() / STEP_SECONDS + steps;
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(seed, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(counter).array());
      int offset = hash[hash.length - 1] & 0xF;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & Integer.MAX_VALUE;
      return String.format("%06d", number % 1_000_000);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
