package org.latchkey.keys;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.ServiceException;

/** KMS's list markers: where the next page begins, opaque to the caller. */
public final class Markers {

  private Markers() {}

  /** The marker for a page that begins after {@code position}. */
  public static String write(String position) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(position.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The number that a marker stands for; null for null, the first page.
   *
   * @throws ServiceException {@code InvalidMarkerException}
   */
  static @Nullable Integer readNumber(@Nullable String marker) {
    String position = read(marker);
    try {
      return position == null ? null : Integer.valueOf(position);
    } catch (NumberFormatException malformed) {
      throw invalid();
    }
  }

  /**
   * The position that a marker stands for; null for null, the first page.
   *
   * @throws ServiceException {@code InvalidMarkerException}
   */
  public static @Nullable String read(@Nullable String marker) {
    if (marker == null) {
      return null;
    }
    try {
      return new String(Base64.getUrlDecoder().decode(marker), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw invalid();
    }
  }

  private static ServiceException invalid() {
    return new ServiceException(
        KeyFault.INVALID_MARKER, "The marker is not one that this operation has returned.");
  }
}
