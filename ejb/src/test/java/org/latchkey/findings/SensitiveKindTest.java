package org.latchkey.findings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensitiveKindTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "EMAIL_ADDRESS        | jane.doe+x@mail.example.com",
        "EMAIL_ADDRESS        | owner: jane@example.org, floor 3",
        "EMAIL_ADDRESS        | alias/jane@example.org",
        "ACCESS_KEY_ID        | AKIAIOSFODNN7EXAMPLE",
        "ACCESS_KEY_ID        | key=ASIAIOSFODNN7EXAMPLE;",
        "KEY                  | -----BEGIN EC PRIVATE KEY-----",
        "KEY                  | wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "KEY                  | q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
        "TOKEN | eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
        "TOKEN                | ghp_abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
        "TOKEN                | xoxb-123456789012-abcdef",
        "TOKEN                | glpat-abcdefghij1234567890",
        "CARD_NUMBER          | 4111111111111111",
        "CARD_NUMBER          | card 5500-0000-0000-0004 of the office",
        "CARD_NUMBER          | 3782 822463 10005",
        "URL_WITH_CREDENTIALS | postgresql://app:hunter2@db.example/app",
        "URL_WITH_CREDENTIALS | see https://jane:secret@example.com/x"
      })
  void sensitiveText_isFound(SensitiveKind kind, String value) {
    assertThat(SensitiveKind.in(value)).contains(kind);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Key for the payroll application, stage 2",
        "alias/payroll-2026-11",
        "team@",
        "a @ b.c",
        "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "4111111111111112",
        "order 2026112213141516171",
        "192.168.100.200",
        "AKIAexample",
        "https://example.com:8443/path@version",
        "https://docs.example.com/a/b",
        "AKeyForTheApplicationThatSellsBooksInTheOffice",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "2026-11-22T10:11:12Z",
        "+49 30 1234567"
      })
  void harmlessText_isLeftAlone(String value) {
    assertThat(SensitiveKind.in(value)).isEmpty();
  }
}
