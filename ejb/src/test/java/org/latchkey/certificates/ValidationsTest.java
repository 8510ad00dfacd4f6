package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationsTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT5S",
    "5, PT5S",
    "6, PT10S",
    "12, PT20S",
    "36, PT5M20S",
    "42, PT10M",
    "4000, PT10M"
  })
  void pauses_growUpToTenMinutes(int attempts, Duration pause) {
    assertThat(Validations.pause(attempts)).isEqualTo(pause);
  }
}
