package org.latchkey.shared;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Where the next page of a list begins, as text that is opaque to callers: what no list has
 * returned, or another one, is told from what this one has. It gives nothing away that the list
 * does not show, and proves nothing.
 */
public final class PagePosition {

  private PagePosition() {}

  /** The text for a page of {@code list} that begins after {@code position}. */
  public static String write(String list, String position) {
    byte[] text = position.getBytes(UTF_8);
    ByteBuffer whole = ByteBuffer.allocate(Integer.BYTES + text.length);
    whole.putInt(check(list, text)).put(text);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole.array());
  }

  /** The position that a text stands for; empty where {@code list} has not returned it. */
  public static Optional<String> read(String list, String text) {
    try {
      ByteBuffer whole = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (whole.remaining() < Integer.BYTES) {
        return Optional.empty();
      }
      int check = whole.getInt();
      byte[] position = new byte[whole.remaining()];
      whole.get(position);
      String named = new String(position, UTF_8);
      // databases cannot hold U+0000, so that no row stands there
      return check == check(list, position) && named.indexOf('\0') < 0
          ? Optional.of(named)
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static int check(String list, byte[] position) {
    CRC32C check = new CRC32C();
    check.update(list.getBytes(UTF_8));
    check.update(0);
    check.update(position);
    return (int) check.getValue();
  }
}
