package org.latchkey.crypto;

import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Hashes of passwords by Argon2id (RFC 9106) in the PHC string format, {@code
 * $argon2id$v=19$m=19456,t=2,p=1$salt$hash}: 19 MiB, two passes, one lane (the OWASP Password
 * Storage Cheat Sheet's recommendation), a 16-byte salt and a 32-byte hash.
 *
 * <p>A hash states its own costs, so raising them here leaves older hashes valid.
 */
public final class Passwords {

  private static final int MEMORY_KIB = 19_456;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_LENGTH = 16;
  private static final int HASH_LENGTH = 32;

  // Bounds what a hash from a damaged store can cost.
  private static final int MAX_MEMORY_KIB = 1 << 20;
  private static final int MAX_PASSES = 16;
  private static final int MAX_LANES = 16;

  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,2}),p=(\\d{1,2})"
              + "\\$([A-Za-z0-9+/]{11,64})\\$([A-Za-z0-9+/]{22,86})");

  private Passwords() {}

  /** The hash of a password (UTF-8), with a fresh salt. */
  public static String hash(SecretBytes password) {
    byte[] salt = RandomBytes.of(SALT_LENGTH);
    byte[] hash = argon2id(password, salt, MEMORY_KIB, PASSES, LANES, HASH_LENGTH);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            MEMORY_KIB, PASSES, LANES, base64.encodeToString(salt), base64.encodeToString(hash));
  }

  /** Whether {@code hash} is of this password; false for a string that is no hash at all. */
  public static boolean verify(SecretBytes password, String hash) {
    Matcher phc = PHC.matcher(hash);
    if (!phc.matches()) {
      return false;
    }
    int memory = Integer.parseInt(phc.group(1));
    int passes = Integer.parseInt(phc.group(2));
    int lanes = Integer.parseInt(phc.group(3));
    if (memory < 8 * lanes || memory > MAX_MEMORY_KIB) {
      return false;
    }
    if (passes < 1 || passes > MAX_PASSES || lanes < 1 || lanes > MAX_LANES) {
      return false;
    }
    byte[] salt;
    byte[] expected;
    try {
      salt = Base64.getDecoder().decode(phc.group(4));
      expected = Base64.getDecoder().decode(phc.group(5));
    } catch (IllegalArgumentException e) {
      return false;
    }
    byte[] actual = argon2id(password, salt, memory, passes, lanes, expected.length);
    return ConstantTime.equals(expected, actual);
  }

  static byte[] argon2id(
      SecretBytes password, byte[] salt, int memory, int passes, int lanes, int length) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    Argon2Parameters parameters =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memory)
            .withIterations(passes)
            .withParallelism(lanes)
            .withSalt(salt)
            .build();
    generator.init(parameters);
    byte[] hash = new byte[length];
    generator.generateBytes(password.expose(), hash);
    parameters.clear();
    return hash;
  }
}
