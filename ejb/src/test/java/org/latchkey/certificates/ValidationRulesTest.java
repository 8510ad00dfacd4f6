package org.latchkey.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.certificates.CertificateOperations.DomainValidationOption;
import org.latchkey.certificates.CertificateOperations.RequestCertificateRequest;
import org.latchkey.shared.ServiceException;

class ValidationRulesTest {

  private static final List<String> NAMES = List.of("www.example.com", "*.example.com");

  private static RequestCertificateRequest request(
      @Nullable ValidationMethod method, DomainValidationOption... options) {
    return new RequestCertificateRequest(
        NAMES.get(0),
        method,
        NAMES,
        null,
        options.length == 0 ? null : List.of(options),
        null,
        null,
        null,
        null,
        null);
  }

  private static void assertRefused(CertificateFault fault, Runnable call) {
    assertThatExceptionOfType(ServiceException.class)
        .isThrownBy(call::run)
        .satisfies(refused -> assertThat(refused.fault()).isEqualTo(fault));
  }

  @Test
  void methodThatCannotBeUsed_isRefused() {
    assertRefused(
        CertificateFault.INVALID_PARAMETER,
        () -> ValidationRules.method(request(null), NAMES, true));
    assertRefused(
        CertificateFault.INVALID_PARAMETER,
        () -> ValidationRules.method(request(ValidationMethod.EMAIL), NAMES, false));
    assertRefused(
        CertificateFault.INVALID_PARAMETER,
        () -> ValidationRules.method(request(ValidationMethod.HTTP), NAMES, true));
  }

  @Test
  void options_areForMailAlone() {
    DomainValidationOption option = new DomainValidationOption("www.example.com", "example.com");

    assertThat(ValidationRules.method(request(ValidationMethod.EMAIL, option), NAMES, true))
        .isEqualTo(ValidationMethod.EMAIL);
    assertRefused(
        CertificateFault.INVALID_DOMAIN_VALIDATION_OPTIONS,
        () -> ValidationRules.method(request(ValidationMethod.DNS, option), NAMES, true));
  }

  @Test
  void domains_areTheNamesOwnOrAboveThem() {
    assertThat(
            ValidationRules.domains(
                request(
                    ValidationMethod.EMAIL,
                    new DomainValidationOption("WWW.example.com", "Example.com"),
                    new DomainValidationOption("*.example.com", "example.com")),
                NAMES))
        .isEqualTo(Map.of("www.example.com", "example.com", "*.example.com", "example.com"));
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.com, ample.com",
    "www.example.com, a.www.example.com",
    "www.example.com, other.com",
    "other.com, other.com"
  })
  void domainOfSomebodyElse_isRefused(String name, String domain) {
    assertRefused(
        CertificateFault.INVALID_DOMAIN_VALIDATION_OPTIONS,
        () ->
            ValidationRules.domains(
                request(ValidationMethod.EMAIL, new DomainValidationOption(name, domain)), NAMES));
  }

  @ParameterizedTest
  @CsvSource({
    "example.com, example.com",
    "*.example.com, example.com",
    "www.example.com, example.com",
    "*.www.example.com, example.com",
    "shop.example.com, shop.example.com",
    "www.com, www.com"
  })
  void mailGoes_toTheDomainWithoutWildcardAndWww(String name, String domain) {
    assertThat(ValidationMail.defaultDomain(name)).isEqualTo(domain);
  }
}
