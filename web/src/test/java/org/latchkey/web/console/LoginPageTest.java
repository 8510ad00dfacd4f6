package org.latchkey.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginPageTest {

  private static final String FIRST_PAGE = "/console/certificates";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/console/keys",
        "/console/re-encryption",
        "/console/certificate?arn=arn%3Aaws%3Aacm%3Aus-east-1%3A123456789012%3Acertificate%2F0-1",
        "/console/grants?key=alias/aws/acm"
      })
  void ownPage_isGoneTo(String next) {
    assertThat(LoginPage.destination(next)).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https://example.com/console/keys",
        "//example.com/console/keys",
        "/console//example.com",
        "/console/../keys",
        "/console/-keys",
        "/console/keys#x",
        "/console/keys?x=\\",
        "/console/keys\r\nSet-Cookie: a=b",
        "javascript:alert(1)",
        "/elsewhere"
      })
  void anythingElse_isNotGoneTo(String next) {
    assertThat(LoginPage.destination(next)).isEqualTo(FIRST_PAGE);
  }

  @Test
  void nothing_leadsToTheFirstPage() {
    assertThat(LoginPage.destination(null)).isEqualTo(FIRST_PAGE);
  }
}
