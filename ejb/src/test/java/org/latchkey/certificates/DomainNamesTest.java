package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.shared.ServiceException;

class DomainNamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "www.example.com",
        "*.example.com",
        "xn--mnchen-3ya.example.com",
        "xn--strae-oqa.example.com",
        "*.xn--fiqs8s.example"
      })
  void name_isKept(String name) {
    assertThat(DomainNames.checked(name)).isEqualTo(name);
  }

  @Test
  void capitals_areLowered() {
    assertThat(DomainNames.checked("WWW.Example.COM")).isEqualTo("www.example.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ab--cd.example.com",
        "xn--.example.com",
        "xn--a.example.com",
        "xn--www-.example.com",
        "*.xn--zzzzzzzzzzz99999999.example.com"
      })
  void labelThatStandsForNothing_isRefused(String name) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> DomainNames.checked(name))
        .satisfies(
            refused -> assertThat(refused.fault()).isEqualTo(CertificateFault.INVALID_PARAMETER));
  }
}
