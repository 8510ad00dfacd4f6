package org.latchkey.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdsTest {

  private static final Instant TIME = Instant.parse("2026-11-22T10:00:00.123456Z");

  @Test
  void id_tellsTheMillisecondOfItsEvent() {
    String id = EventIds.at(TIME);

    assertThat(UUID.fromString(id).version()).isEqualTo(7);
    assertThat(UUID.fromString(id).variant()).isEqualTo(2);
    assertThat(EventIds.time(id)).contains(Instant.parse("2026-11-22T10:00:00.123Z"));
  }

  @Test
  void ids_ofTheSameTimeDiffer() {
    assertThat(EventIds.at(TIME)).isNotEqualTo(EventIds.at(TIME));
  }

  /** RFC 9562, appendix A.6. */
  @Test
  void exampleOfTheStandard_tellsItsTime() {
    assertThat(EventIds.time("017f22e2-79b0-7cc3-98c4-dc0c0c07398f"))
        .contains(Instant.parse("2022-02-22T19:22:22Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "e-1",
        "2ed6657d-e927-568b-95e1-2665a8aea6a2",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "17f22e2-79b0-7cc3-98c4-dc0c0c07398f"
      })
  void otherText_tellsNoTime(String text) {
    assertThat(EventIds.time(text)).isEmpty();
  }
}
