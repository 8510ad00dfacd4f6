package org.latchkey.x509;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** Serial numbers of certificates: made at random, and written as AWS writes them. */
public final class SerialNumbers {

  private static final int LENGTH = 16;
  private static final int HEX_RADIX = 16;
  private static final Pattern SPELLING =
      Pattern.compile("[0-9a-fA-F]{1,64}|[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){0,31}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final HexFormat COLONS = HexFormat.ofDelimiter(":");

  private SerialNumbers() {}

  /**
   * A positive number of exactly 16 octets, 126 bits of them random. The two highest bits are fixed
   * at 01 so that the number is never negative and never shorter (RFC 5280 section 4.1.2.2).
   */
  static BigInteger next() {
    byte[] octets = new byte[LENGTH];
    RANDOM.nextBytes(octets);
    octets[0] = (byte) ((octets[0] & 0x3f) | 0x40);
    return new BigInteger(1, octets);
  }

  /** Lower-case hexadecimal digits without separators, as Private CA's ARNs have them. */
  public static String hex(BigInteger serialNumber) {
    return format(serialNumber).replace(":", "");
  }

  /** Pairs of lower-case hexadecimal digits between colons. */
  public static String format(BigInteger serialNumber) {
    byte[] octets = serialNumber.toByteArray();
    int from = octets.length > 1 && octets[0] == 0 ? 1 : 0;
    return COLONS.formatHex(octets, from, octets.length);
  }

  /**
   * The number that {@code text} spells in hexadecimal digits, with colons between pairs or
   * without; empty where it is none.
   */
  public static Optional<BigInteger> parse(String text) {
    return SPELLING.matcher(text).matches()
        ? Optional.of(new BigInteger(text.replace(":", ""), HEX_RADIX))
        : Optional.empty();
  }
}
