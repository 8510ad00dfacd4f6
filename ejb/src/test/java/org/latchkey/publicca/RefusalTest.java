package org.latchkey.publicca;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The problem types of RFC 8555 section 6.7. */
class RefusalTest {

  @ParameterizedTest
  @CsvSource({
    "rejectedIdentifier, NAME_NOT_ALLOWED, true",
    "unsupportedIdentifier, NAME_NOT_PUBLIC, true",
    "caa, CAA, true",
    "unauthorized, CONTROL_NOT_SHOWN, false",
    "incorrectResponse, CONTROL_NOT_SHOWN, false",
    "dns, CONTROL_NOT_SHOWN, false",
    "userActionRequired, ACTION_REQUIRED, false",
    "badCSR, MALFORMED, true",
    "rateLimited, UNAVAILABLE, false",
    "serverInternal, UNAVAILABLE, false"
  })
  void problem_isWhatItsTypeSays(String type, Refusal refusal, boolean lasting) {
    Refusal found = Refusal.of(URI.create("urn:ietf:params:acme:error:" + type));

    assertThat(found).isEqualTo(refusal);
    assertThat(found.isLasting()).isEqualTo(lasting);
  }

  @ParameterizedTest
  @CsvSource({"about:blank", "urn:example:caa"})
  void problemOfNobodyKnown_isTriedAgain(URI type) {
    assertThat(Refusal.of(type)).isEqualTo(Refusal.UNAVAILABLE);
  }
}
