package org.latchkey.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The query of a URI taken apart octet by octet. A plus sign is a plus sign, and a percent sign
 * that no two hexadecimal digits follow stands for itself: what is signed is never a guess.
 */
final class QueryString {

  static final String SIGNATURE = "X-Amz-Signature";

  private QueryString() {}

  /** A name and a value, percent-decoded; the value is empty where there was no equals sign. */
  record Pair(String rawName, String rawValue) {

    byte[] name() {
      return decode(rawName);
    }

    byte[] value() {
      return decode(rawValue);
    }

    boolean nameEquals(String other) {
      return new String(name(), UTF_8).equals(other);
    }
  }

  static List<Pair> pairs(String query) {
    if (query.isEmpty()) {
      return List.of();
    }
    List<Pair> pairs = new ArrayList<>();
    for (String part : query.split("&", -1)) {
      if (!part.isEmpty()) {
        int equals = part.indexOf('=');
        pairs.add(
            equals < 0
                ? new Pair(part, "")
                : new Pair(part.substring(0, equals), part.substring(equals + 1)));
      }
    }
    return pairs;
  }

  /** The decoded values of every parameter of that name. */
  static List<String> values(String query, String name) {
    List<String> values = new ArrayList<>(1);
    for (Pair pair : pairs(query)) {
      if (pair.nameEquals(name)) {
        values.add(new String(pair.value(), UTF_8));
      }
    }
    return values;
  }

  private static byte[] decode(String raw) {
    byte[] octets = raw.getBytes(UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream(octets.length);
    int i = 0;
    while (i < octets.length) {
      int high = octets[i] == '%' && i + 2 < octets.length ? digit(octets[i + 1]) : -1;
      int low = high >= 0 ? digit(octets[i + 2]) : -1;
      if (low >= 0) {
        decoded.write(high << 4 | low);
        i += 3;
      } else {
        decoded.write(octets[i]);
        i++;
      }
    }
    return decoded.toByteArray();
  }

  private static int digit(byte octet) {
    return Character.digit(octet, 16);
  }
}
