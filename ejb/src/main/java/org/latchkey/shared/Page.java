package org.latchkey.shared;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list, and where the next one begins.
 *
 * @param items at most as many as were asked for
 * @param nextMarker what the next call passes to go on; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextMarker) {

  public Page {
    items = List.copyOf(items);
  }

  /**
   * The page that holds the first {@code limit} of {@code rows}.
   *
   * @param rows one row more than asked for, where there are more
   * @param limit the page's size
   * @param markerOf the marker that continues after a row
   */
  public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> markerOf) {
    if (rows.size() <= limit) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, limit);
    return new Page<>(items, markerOf.apply(items.get(limit - 1)));
  }

  public <R> Page<R> map(Function<? super T, ? extends R> mapping) {
    return new Page<>(items.stream().<R>map(mapping).toList(), nextMarker);
  }

  public boolean truncated() {
    return nextMarker != null;
  }
}
