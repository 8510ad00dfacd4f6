package org.latchkey.web.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.latchkey.shared.ServiceException;

class QueryFormTest {

  private static String form(int parameters) {
    return IntStream.range(0, parameters)
        .mapToObj(i -> "p" + i + "=" + i)
        .collect(Collectors.joining("&"));
  }

  @Test
  void parameters_areBounded() {
    assertThat(QueryForm.parse(form(QueryForm.MOST_PARAMETERS)).get("p19999")).isEqualTo("19999");
    assertThatThrownBy(() -> QueryForm.parse(form(QueryForm.MOST_PARAMETERS + 1)))
        .isInstanceOf(ServiceException.class);
  }
}
