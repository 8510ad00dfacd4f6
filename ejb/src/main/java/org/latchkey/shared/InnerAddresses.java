package org.latchkey.shared;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Addresses at which nobody's public web server is: what a request must not be led to that somebody
 * else has asked for.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6890">RFC 6890, Special-Purpose IP Address
 *     Registries</a>
 */
public final class InnerAddresses {

  private InnerAddresses() {}

  /** Whether an address is loopback, private, link-local, reserved or the like. */
  public static boolean contains(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return true;
    }
    byte[] octets = address.getAddress();
    return address instanceof Inet4Address ? isInner4(octets) : isInner6(octets);
  }

  private static boolean isInner4(byte[] octets) {
    int first = octets[0] & 0xff;
    int second = octets[1] & 0xff;
    int third = octets[2] & 0xff;
    return switch (first) {
      case 0 -> true;
      case 100 -> second >= 64 && second < 128;
      case 192 -> second == 0 && (third == 0 || third == 2);
      case 198 -> second == 18 || second == 19 || (second == 51 && third == 100);
      case 203 -> second == 0 && third == 113;
      default -> first >= 240;
    };
  }

  /** All but global unicast, 2000::/3, and of that what holds an IPv4 address or is reserved. */
  private static boolean isInner6(byte[] octets) {
    int first = word(octets, 0);
    int second = word(octets, 2);
    return switch (first) {
      case 0x2002 -> true;
      case 0x2001 -> second < 0x0200 || second == 0x0db8;
      default -> (first & 0xe000) != 0x2000;
    };
  }

  private static int word(byte[] octets, int at) {
    return ((octets[at] & 0xff) << 8) | (octets[at + 1] & 0xff);
  }
}
