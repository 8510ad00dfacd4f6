package org.latchkey.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of IPv4 or IPv6 addresses in CIDR notation (RFC 4632, RFC 4291 section 2.3); an address
 * without a prefix length stands for itself. An IPv4-mapped IPv6 address is its IPv4 address.
 *
 * <p>Nothing here asks a name server: only literals are addresses.
 */
final class IpRange {

  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");
  private static final int MAPPED = 96;

  private final byte[] address;
  private final int prefix;

  private IpRange(byte[] address, int prefix) {
    this.address = address;
    this.prefix = prefix;
  }

  /** The range that {@code text} spells; null where it spells none. */
  static @Nullable IpRange parse(String text) {
    int slash = text.indexOf('/');
    String literal = slash < 0 ? text : text.substring(0, slash);
    byte[] address = address(literal);
    if (address == null) {
      return null;
    }
    int bits = address.length * 8;
    if (slash < 0) {
      return new IpRange(address, bits);
    }
    String length = text.substring(slash + 1);
    if (!length.matches("\\d{1,3}")) {
      return null;
    }
    int prefix = Integer.parseInt(length);
    if (address.length == 4 && literal.indexOf(':') >= 0) {
      prefix -= MAPPED;
    }
    return prefix < 0 || prefix > bits ? null : new IpRange(address, prefix);
  }

  private static byte @Nullable [] address(String literal) {
    if (!IPV4.matcher(literal).matches() && !IPV6.matcher(literal).matches()) {
      return null;
    }
    try {
      InetAddress address = InetAddress.getByName(literal);
      return address instanceof Inet4Address v4 ? v4.getAddress() : address.getAddress();
    } catch (UnknownHostException e) {
      return null;
    }
  }

  ValueTest.Result contains(String text) {
    byte[] other = address(text);
    if (other == null) {
      return ValueTest.Result.MALFORMED;
    }
    if (other.length != address.length) {
      return ValueTest.Result.NO;
    }
    int whole = prefix / 8;
    for (int i = 0; i < whole; i++) {
      if (address[i] != other[i]) {
        return ValueTest.Result.NO;
      }
    }
    int rest = prefix % 8;
    int mask = 0xff00 >> rest & 0xff;
    return ValueTest.Result.of(rest == 0 || (address[whole] & mask) == (other[whole] & mask));
  }

  /** Whether it holds every address of its family. */
  boolean isEverything() {
    return prefix == 0;
  }
}
