package org.latchkey.launcher;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * An access key of the root user, in the form of AWS's.
 *
 * @param accessKeyId {@code AKIA} and 16 characters
 * @param secretAccessKey 40 characters, 240 random bits
 */
record RootCredentials(String accessKeyId, String secretAccessKey) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_LENGTH = 16;
  private static final int SECRET_BYTES = 30;
  private static final int PASSWORD_BYTES = 15;

  static RootCredentials generate() {
    StringBuilder id = new StringBuilder("AKIA");
    RANDOM.ints(ID_LENGTH, 0, BASE32.length()).forEach(i -> id.append(BASE32.charAt(i)));
    return new RootCredentials(
        id.toString(), Base64.getEncoder().encodeToString(random(SECRET_BYTES)));
  }

  /** A password of 20 characters, 120 random bits. */
  static String generatePassword() {
    return Base64.getUrlEncoder().encodeToString(random(PASSWORD_BYTES));
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return "RootCredentials[" + accessKeyId + "]";
  }
}
