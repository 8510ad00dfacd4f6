package org.latchkey.iam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.iam.PasswordPolicyOperations.UpdateAccountPasswordPolicyRequest;

class PasswordRulesTest {

  private static SecretBytes password(String text) {
    return SecretBytes.owning(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "abcdefgH1, true",
    "abcdefg1-, true",
    "abcdefgh1, false",
    "aB1-, false",
    "ABCDEFGH-1, true",
    "ABCDEFGHIJ, false"
  })
  void withoutAPolicy_eightCharactersOfThreeKindsWillDo(String text, boolean will) {
    assertThat(PasswordRules.defaultViolations(password(text)).isEmpty()).isEqualTo(will);
  }

  @Test
  void eachRule_isNamedWhereItIsBroken() {
    PasswordRules rules = new PasswordRules("123456789012");
    rules.set(
        new UpdateAccountPasswordPolicyRequest(12, true, true, true, true, true, 90, 3, false));

    assertThat(rules.violations(password("?"))).hasSize(5);
    assertThat(rules.violations(password("aaaaaaaaaaaaA1!"))).isEmpty();
    assertThat(rules.violations(password("aaaaaaaaaaaa1!")))
        .containsExactly("Password should have at least one uppercase letter.");
    assertThat(rules.describe().expirePasswords()).isTrue();
    assertThat(rules.reusePrevention()).isEqualTo(3);
  }

  @Test
  void whatARequestLeavesOut_goesBackToItsDefault() {
    PasswordRules rules = new PasswordRules("123456789012");
    rules.set(
        new UpdateAccountPasswordPolicyRequest(12, true, true, true, true, true, 90, 3, true));
    rules.set(
        new UpdateAccountPasswordPolicyRequest(
            null, null, null, null, null, null, null, null, null));

    assertThat(rules.violations(password("aaaaaa"))).isEmpty();
    assertThat(rules.usersMayChange()).isFalse();
    assertThat(rules.describe().maxPasswordAge()).isNull();
    assertThat(rules.reusePrevention()).isZero();
  }

  @Test
  void password_expiresWithItsDays() {
    PasswordRules rules = new PasswordRules("123456789012");
    Instant set = Instant.parse("2026-01-01T00:00:00Z");
    assertThat(rules.isExpired(set, set.plus(Duration.ofDays(1_000)))).isFalse();
    rules.set(
        new UpdateAccountPasswordPolicyRequest(null, null, null, null, null, null, 90, null, null));

    assertThat(rules.isExpired(set, set.plus(Duration.ofDays(90)))).isFalse();
    assertThat(rules.isExpired(set, set.plus(Duration.ofDays(90)).plusMillis(1))).isTrue();
  }
}
