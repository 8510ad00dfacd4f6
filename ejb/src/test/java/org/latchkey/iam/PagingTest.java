package org.latchkey.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

class PagingTest {

  private static final List<String> ALL = List.of("a", "b", "c", "d", "e");

  @Test
  void markersLeadThroughAll() {
    Page<String> first = Paging.of(null, 2).cut(ALL, Function.identity());
    Page<String> second = Paging.of(first.nextMarker(), 2).cut(ALL, Function.identity());
    Page<String> third = Paging.of(second.nextMarker(), 2).cut(ALL, Function.identity());

    assertThat(first.items()).containsExactly("a", "b");
    assertThat(second.items()).containsExactly("c", "d");
    assertThat(third.items()).containsExactly("e");
    assertThat(third.truncated()).isFalse();
  }

  @Test
  void foreignMarker_isRefused() {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> Paging.of("?", 2))
        .satisfies(refusal -> assertThat(refusal.fault()).isEqualTo(CommonFault.VALIDATION));
  }

  @Test
  void hundredEntries_areAPageUnlessAskedFor() {
    assertThat(Paging.of(null, null).limit()).isEqualTo(100);
    assertThat(Paging.of(null, null).rows()).isEqualTo(101);
  }
}
