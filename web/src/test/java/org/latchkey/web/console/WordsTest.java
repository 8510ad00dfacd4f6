package org.latchkey.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

  private final Words words = new Words();

  @ParameterizedTest
  @CsvSource({
    "PENDING_VALIDATION, Pending validation",
    "PendingValidation, Pending validation",
    "ISSUED, Issued",
    "Enabled, Enabled"
  })
  void constants_arePlainWords(String constant, String plain) {
    assertThat(words.plain(constant)).isEqualTo(plain);
  }

  @Test
  void absentValues_areNoWords() {
    assertThat(words.plain(null)).isEmpty();
    assertThat(words.day(null)).isEmpty();
    assertThat(words.pairs(null)).isEmpty();
    assertThat(words.expiry(null)).isNull();
  }

  @Test
  void times_areInUtc() {
    Instant time = Instant.parse("2027-03-01T23:59:59Z");

    assertThat(words.day(time)).isEqualTo("1 Mar 2027");
    assertThat(words.minute(time)).isEqualTo("1 Mar 2027, 23:59 UTC");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:acm:us-east-1:123456789012:certificate/0b1c, 0b1c",
    "arn:aws:kms:us-east-1:123456789012:alias/aws/acm, aws/acm",
    "0b1c, 0b1c"
  })
  void id_isTheLastPart(String arn, String id) {
    assertThat(words.id(arn)).isEqualTo(id);
  }

  @Test
  void pairs_areSortedByName() {
    assertThat(words.pairs(Map.of("b", "2", "a", "1"))).isEqualTo("a = 1\nb = 2");
  }
}
