package org.latchkey.web.console;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;
import org.primefaces.model.FilterMeta;
import org.primefaces.model.LazyDataModel;
import org.primefaces.model.SortMeta;

/**
 * A table over one of AWS's lists, which are read page by page through markers: it goes one page
 * forwards, or back to any page seen before.
 *
 * <p>The row count that a table wants is one more than what has been seen, as long as there is a
 * next page.
 */
public final class MarkedPages<T> extends LazyDataModel<T> {

  private static final long serialVersionUID = 1L;

  /** Reads a page. */
  @FunctionalInterface
  interface Reader<T> extends Serializable {

    /**
     * The page of at most {@code limit} items that begins at {@code marker}, or the first one.
     *
     * @throws ServiceException where the caller is refused
     */
    Page<T> read(@Nullable String marker, int limit);
  }

  private final Reader<T> reader;

  /** The marker that each page after the first begins at. */
  private final List<String> markers = new ArrayList<>();

  private int known;
  private @Nullable String problem;

  MarkedPages(Reader<T> reader) {
    this.reader = reader;
  }

  /** Why nothing can be listed; null where that is not so. */
  public @Nullable String getProblem() {
    return problem;
  }

  /** Has the page that is shown read again. */
  public void refresh() {
    setWrappedData(null);
  }

  @Override
  public int count(Map<String, FilterMeta> filterBy) {
    return known;
  }

  @Override
  public List<T> load(
      int first, int pageSize, Map<String, SortMeta> sortBy, Map<String, FilterMeta> filterBy) {
    int number = Math.min(first / pageSize, markers.size());
    problem = null;
    Page<T> page;
    try {
      page = reader.read(number == 0 ? null : markers.get(number - 1), pageSize);
    } catch (ServiceException refused) {
      problem = refused.getMessage();
      page = new Page<>(List.of(), null);
    }
    markers.subList(number, markers.size()).clear();
    if (page.nextMarker() == null) {
      known = number * pageSize + page.items().size();
    } else {
      markers.add(page.nextMarker());
      known = (number + 1) * pageSize + 1;
    }
    setRowCount(known);
    return page.items();
  }
}
