package org.latchkey.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "'', a, false",
    "*, '', true",
    "**, abc, true",
    "?, '', false",
    "?, a, true",
    "a*c, abbbc, true",
    "a*c, abbb, false",
    "*abc, ababc, true",
    "*ab?, xxabab, false",
    "*ab?, xxababx, true",
    "a?*?c, abc, false",
    "a?*?c, abbc, true",
    "a.c, abc, false",
    "[a], a, false"
  })
  void pattern_matchesWholeText(String pattern, String text, boolean matches) {
    assertThat(Glob.of(pattern).matches(text)).isEqualTo(matches);
  }

  @Test
  void literalWildcards_matchThemselves() {
    Glob glob = new Glob.Builder().literal("a*").pattern("?").build();
    assertThat(glob.matches("a*b")).isTrue();
    assertThat(glob.matches("axb")).isFalse();
  }

  @Test
  void ignoringCase_foldsBeyondAscii() {
    assertThat(Glob.of("straße-É*").matchesIgnoreCase("STRAßE-éx")).isTrue();
  }

  @Test
  void patternMadeToBeSlow_isNot() {
    Glob glob = Glob.of("*a".repeat(200) + "b");
    String text = "a".repeat(4000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(5), () -> assertThat(glob.matches(text)).isFalse());
  }
}
