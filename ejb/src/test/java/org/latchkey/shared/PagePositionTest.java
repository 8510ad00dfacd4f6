package org.latchkey.shared;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagePositionTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "alias/ä", "1234abcd-12ab-34cd-56ef-1234567890ab"})
  void position_comesBack(String position) {
    String text = PagePosition.write("keys", position);

    assertThat(text).matches("[A-Za-z0-9_-]+");
    assertThat(PagePosition.read("keys", text)).contains(position);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "foo", "abcd", "Zm9v", "AAAA", "AAAAAAAA", "not base64!"})
  void textThatNoListReturned_hasNoPosition(String text) {
    assertThat(PagePosition.read("keys", text)).isEmpty();
  }

  @Test
  void textOfAnotherList_hasNoPosition() {
    assertThat(PagePosition.read("aliases", PagePosition.write("keys", "x"))).isEmpty();
  }
}
