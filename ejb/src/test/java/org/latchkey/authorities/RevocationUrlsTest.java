package org.latchkey.authorities;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.authorities.RevocationConfiguration.CrlConfiguration;
import org.latchkey.authorities.RevocationConfiguration.OcspConfiguration;
import org.latchkey.shared.ServiceException;

class RevocationUrlsTest {

  private static CrlConfiguration crl(@Nullable String cname, @Nullable String path) {
    return new CrlConfiguration(true, 7, cname, null, null, null, null, path);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "-, -, http://127.0.0.1:8080/crl/1.crl",
        "-, lists, http://127.0.0.1:8080/crl/lists/1.crl",
        "-, a/b, http://127.0.0.1:8080/crl/a/b/1.crl",
        "-, /, http://127.0.0.1:8080/crl/1.crl",
        "pki.example.com, -, http://pki.example.com/crl/1.crl",
        "pki.example.com, lists, http://pki.example.com/lists/1.crl",
        "pki.example.com, /, http://pki.example.com/1.crl",
        "pki.example.com:8080, -, http://pki.example.com:8080/crl/1.crl"
      })
  void completeList_isAtTheNameAndPath(@Nullable String cname, @Nullable String path, String url) {
    assertThat(RevocationUrls.complete(crl(cname, path), "1")).isEqualTo(url);
  }

  @Test
  void partitions_areBelowTheAuthority() {
    assertThat(RevocationUrls.partitions(crl("pki.example.com", null), "1"))
        .isEqualTo("http://pki.example.com/crl/1/");
  }

  @Test
  void configuration_needsALifetimeWhereItIsEnabled() {
    CrlConfiguration noLifetime =
        new CrlConfiguration(true, null, null, null, null, null, null, null);
    CrlConfiguration disabled =
        new CrlConfiguration(false, null, null, null, null, null, null, null);

    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> new RevocationConfiguration(noLifetime, null).requireValid());
    assertThatCode(() -> new RevocationConfiguration(disabled, null).requireValid())
        .doesNotThrowAnyException();
  }

  @Test
  void whatIsDisabled_saysNothingElse() {
    CrlConfiguration crl = new CrlConfiguration(false, 7, null, null, null, null, null, null);
    OcspConfiguration ocsp = new OcspConfiguration(false, "ocsp.example.com");

    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> new RevocationConfiguration(crl, null).requireValid());
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> new RevocationConfiguration(null, ocsp).requireValid());
    assertThatCode(() -> RevocationConfiguration.complete(null).requireValid())
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://example.com", "https://example.com", "/example.com"})
  void name_hasNoProtocol(String name) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(() -> new RevocationConfiguration(crl(name, null), null).requireValid());
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(
            () ->
                new RevocationConfiguration(null, new OcspConfiguration(true, name))
                    .requireValid());
  }
}
