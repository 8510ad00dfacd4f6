package org.latchkey.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

class MarkedPagesTest {

  private static final int SIZE = 10;

  private int items = 25;

  @Test
  void firstPage_saysThatThereIsOneMoreRow() {
    MarkedPages<Integer> pages = new MarkedPages<>(this::read);

    assertThat(load(pages, 0)).containsExactlyElementsOf(range(0, 10));
    assertThat(pages.getRowCount()).isEqualTo(11);
  }

  @Test
  void lastPage_saysHowManyRowsThereAre() {
    MarkedPages<Integer> pages = new MarkedPages<>(this::read);
    load(pages, 0);
    load(pages, 10);

    assertThat(load(pages, 20)).containsExactlyElementsOf(range(20, 25));
    assertThat(pages.getRowCount()).isEqualTo(25);
  }

  @Test
  void earlierPage_canBeReadAgain() {
    MarkedPages<Integer> pages = new MarkedPages<>(this::read);
    load(pages, 0);
    load(pages, 10);
    load(pages, 20);

    assertThat(load(pages, 10)).containsExactlyElementsOf(range(10, 20));
    assertThat(pages.getRowCount()).isEqualTo(21);
  }

  @Test
  void pageThatIsNotKnownYet_isTheNextOne() {
    MarkedPages<Integer> pages = new MarkedPages<>(this::read);
    load(pages, 0);

    assertThat(load(pages, 20)).containsExactlyElementsOf(range(10, 20));
  }

  @Test
  void pageShorterThanAskedFor_isFollowedByTheNext() {
    MarkedPages<String> pages =
        new MarkedPages<>(
            (marker, limit) ->
                marker == null ? new Page<>(List.of("a"), "b") : new Page<>(List.of("b"), null));

    assertThat(pages.load(0, SIZE, Map.of(), Map.of())).containsExactly("a");
    assertThat(pages.getRowCount()).isGreaterThan(SIZE);
    assertThat(pages.load(SIZE, SIZE, Map.of(), Map.of())).containsExactly("b");
  }

  @Test
  void emptyList_hasNoRows() {
    items = 0;
    MarkedPages<Integer> pages = new MarkedPages<>(this::read);

    assertThat(load(pages, 0)).isEmpty();
    assertThat(pages.getRowCount()).isZero();
    assertThat(pages.getProblem()).isNull();
  }

  @Test
  void refusal_isTheProblemAndNoException() {
    MarkedPages<Integer> pages =
        new MarkedPages<>(
            (marker, limit) -> {
              throw new ServiceException(CommonFault.ACCESS_DENIED, "You may not list this.");
            });

    assertThat(load(pages, 0)).isEmpty();
    assertThat(pages.getProblem()).isEqualTo("You may not list this.");
  }

  private Page<Integer> read(@Nullable String marker, int limit) {
    int from = marker == null ? 0 : Integer.parseInt(marker);
    int to = Math.min(from + limit, items);
    return new Page<>(range(from, to), to < items ? String.valueOf(to) : null);
  }

  private static List<Integer> load(MarkedPages<Integer> pages, int first) {
    return pages.load(first, SIZE, Map.of(), Map.of());
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }
}
