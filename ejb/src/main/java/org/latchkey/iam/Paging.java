package org.latchkey.iam;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.PagePosition;
import org.latchkey.shared.ServiceException;

/**
 * Where a page of one of IAM's lists begins, and how long it is: 100 entries unless another number
 * is asked for.
 *
 * @param after what the page before ended with; null for the first page
 */
record Paging(@Nullable String after, int limit) {

  private static final int DEFAULT = 100;

  /** What the markers are for. */
  private static final String LIST = "iam";

  /**
   * What a request asks for.
   *
   * @throws ServiceException {@code ValidationError} where the marker is not one of ours
   */
  static Paging of(@Nullable String marker, @Nullable Integer maxItems) {
    int limit = maxItems == null ? DEFAULT : maxItems;
    if (marker == null) {
      return new Paging(null, limit);
    }
    return PagePosition.read(LIST, marker)
        .map(position -> new Paging(position, limit))
        .orElseThrow(
            () ->
                new ServiceException(
                    CommonFault.VALIDATION,
                    "Invalid Marker: it is not one that this operation returned."));
  }

  /** How many rows to read, so as to know whether there are more. */
  int rows() {
    return limit + 1;
  }

  /** The page that begins with these rows, of which one more was read than it holds. */
  <T> Page<T> page(List<T> rows, Function<T, String> position) {
    return Page.of(rows, limit, last -> PagePosition.write(LIST, position.apply(last)));
  }

  /** A page of what is already at hand, in the order of its positions. */
  <T> Page<T> cut(List<T> all, Function<T, String> position) {
    String begin = after;
    List<T> rows =
        all.stream()
            .filter(each -> begin == null || position.apply(each).compareTo(begin) > 0)
            .limit(rows())
            .toList();
    return page(rows, position);
  }
}
