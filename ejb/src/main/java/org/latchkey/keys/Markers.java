package org.latchkey.keys;

import org.jspecify.annotations.Nullable;
import org.latchkey.shared.PagePosition;
import org.latchkey.shared.ServiceException;

/** KMS's list markers: where the next page begins, opaque to the caller. */
public final class Markers {

  private Markers() {}

  /** The marker for a page of {@code list} that begins after {@code position}. */
  public static String write(String list, String position) {
    return PagePosition.write(list, position);
  }

  /**
   * The number that a marker stands for; null for null, the first page.
   *
   * @throws ServiceException {@code InvalidMarkerException}
   */
  static @Nullable Integer readNumber(String list, @Nullable String marker) {
    String position = read(list, marker);
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
  public static @Nullable String read(String list, @Nullable String marker) {
    return marker == null ? null : PagePosition.read(list, marker).orElseThrow(Markers::invalid);
  }

  private static ServiceException invalid() {
    return new ServiceException(
        KeyFault.INVALID_MARKER, "The marker is not one that this operation has returned.");
  }
}
