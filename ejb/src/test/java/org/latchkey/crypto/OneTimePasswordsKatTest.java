package org.latchkey.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 6238, appendix B: the SHA-1 column, of which six digits are kept. */
class OneTimePasswordsKatTest {

  private static SecretBytes seed() {
    return SecretBytes.owning("12345678901234567890".getBytes(US_ASCII));
  }

  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void code_isThatOfTheRfc(long seconds, String eightDigits) {
    long step = OneTimePasswords.step(Instant.ofEpochSecond(seconds));

    assertThat(OneTimePasswords.code(seed(), step)).isEqualTo(eightDigits.substring(2));
  }

  @Test
  void find_tellsTheStepOfACode() {
    String code = OneTimePasswords.code(seed(), 1_000);

    assertThat(OneTimePasswords.find(seed(), code, 999, 1_001)).hasValue(1_000);
    assertThat(OneTimePasswords.find(seed(), code, 1_001, 1_003)).isEmpty();
    assertThat(OneTimePasswords.find(seed(), "12345", 999, 1_001)).isEmpty();
  }

  @Test
  void text_isBase32() {
    assertThat(new String(OneTimePasswords.text(seed()).expose(), US_ASCII))
        .isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(OneTimePasswords.newSeed().length()).isEqualTo(40);
  }
}
