package org.latchkey.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicDateTimeTest {

  @ParameterizedTest
  @CsvSource({
    "20150830T123600Z, 2015-08-30T12:36:00Z",
    "19700101T000000Z, 1970-01-01T00:00:00Z",
    "20240229T235959Z, 2024-02-29T23:59:59Z",
    "00010203T040506Z, 0001-02-03T04:05:06Z",
    "99991231T235959Z, 9999-12-31T23:59:59Z",
  })
  void dates_areReadAndWritten(String text, Instant instant) {
    assertThat(BasicDateTime.parse(text)).isEqualTo(instant);
    assertThat(BasicDateTime.format(instant.plusMillis(999))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20150830T123600",
        "20150830T123600z",
        "20150830 123600Z",
        "2015083OT123600Z",
        "20150830T1236-1Z",
        "20230229T000000Z",
        "20151301T000000Z",
        "20150830T240000Z",
        "20150830T123660Z",
        "2015-08-30T12:36:00Z",
        "٢٠١٥٠٨٣٠T١٢٣٦٠٠Z",
      })
  void otherText_isRefused(String text) {
    assertThatExceptionOfType(DateTimeException.class).isThrownBy(() -> BasicDateTime.parse(text));
  }

  @Test
  void yearOfFiveDigits_isNotWritten() {
    assertThatExceptionOfType(DateTimeException.class)
        .isThrownBy(() -> BasicDateTime.format(Instant.parse("+10000-01-01T00:00:00Z")));
  }
}
