package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIdTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "mrk-1234abcd12ab34cd56ef1234567890ab",
        "mrk-ffffffffffffffffffffffffffffffff",
        "mrk-00000000000000000000000000000001"
      })
  void parse_givesBackTheText(String text) {
    assertThat(KeyId.parse(text).orElseThrow()).hasToString(text);
    assertThat(KeyId.parse(text).orElseThrow().multiRegion()).isEqualTo(text.startsWith("mrk-"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1234ABCD-12ab-34cd-56ef-1234567890ab",
        "1234abcd12ab34cd56ef1234567890ab",
        "mrk-1234abcd-12ab-34cd-56ef-1234567890ab",
        "mrk-1234abcd12ab34cd56ef1234567890a",
        "mrk-+234abcd12ab34cd56ef1234567890ab",
        "1-1-1-1-1",
        "alias/x"
      })
  void parseOfAnythingElse_isEmpty(String text) {
    assertThat(KeyId.parse(text)).isEmpty();
  }

  @Test
  void random_roundTrips() {
    for (boolean multiRegion : new boolean[] {false, true}) {
      KeyId id = KeyId.random(multiRegion);
      assertThat(KeyId.parse(id.toString())).contains(id);
    }
  }
}
