package org.latchkey.crypto;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Random text for ids, grant tokens, access keys and generated passwords; each character is uniform
 * in its alphabet.
 */
public final class Tokens {

  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final String BASE62 =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private Tokens() {}

  /** {@code length} characters of {@code A-Z2-7} (RFC 4648, section 6), 5 bits each. */
  public static String base32(int length) {
    return new String(characters(BASE32, length));
  }

  /** {@code length} characters of {@code A-Za-z0-9}, 5.95 bits each. */
  public static String base62(int length) {
    return new String(characters(BASE62, length));
  }

  /** A random account id: twelve digits, the first of them not zero. */
  public static String accountId() {
    return new String(characters("123456789", 1)) + new String(characters("0123456789", 11));
  }

  /** {@code bytes} random bytes as lower-case hexadecimal, two characters each. */
  public static String hex(int bytes) {
    return HexFormat.of().formatHex(RandomBytes.of(bytes));
  }

  /** As {@link #base62}, as ASCII that can be zeroed: passphrases and secret access keys. */
  public static SecretBytes base62Secret(int length) {
    char[] characters = characters(BASE62, length);
    byte[] ascii = new byte[length];
    for (int i = 0; i < length; i++) {
      ascii[i] = (byte) characters[i];
      characters[i] = 0;
    }
    return SecretBytes.owning(ascii);
  }

  private static char[] characters(String alphabet, int length) {
    SecureRandom random = Providers.random();
    char[] characters = new char[length];
    for (int i = 0; i < length; i++) {
      characters[i] = alphabet.charAt(random.nextInt(alphabet.length()));
    }
    return characters;
  }
}
