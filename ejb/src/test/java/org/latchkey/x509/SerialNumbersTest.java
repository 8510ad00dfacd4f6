package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SerialNumbersTest {

  @ParameterizedTest
  @ValueSource(strings = {"0aff", "0A:FF", "0a:ff", "aff"})
  void number_isReadInEachSpelling(String text) {
    assertThat(SerialNumbers.parse(text)).contains(BigInteger.valueOf(0xaff));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0x0a", "a:ff", "0a:", ":0a", "0a::ff", "-1", "0a ff", "ghi"})
  void whatIsNoNumber_isNone(String text) {
    assertThat(SerialNumbers.parse(text)).isEmpty();
  }
}
