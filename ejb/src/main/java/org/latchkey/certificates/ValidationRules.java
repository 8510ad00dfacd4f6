package org.latchkey.certificates;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.latchkey.certificates.CertificateOperations.DomainValidationOption;
import org.latchkey.certificates.CertificateOperations.RequestCertificateRequest;
import org.latchkey.shared.ServiceException;

/** By what method names may be validated, and through which domains. */
final class ValidationRules {

  private ValidationRules() {}

  /**
   * The method of a request.
   *
   * @param mail whether there is a server to send mail through
   * @throws ServiceException {@code InvalidParameterException}, {@code
   *     InvalidDomainValidationOptionsException}
   */
  static ValidationMethod method(
      RequestCertificateRequest request, List<String> names, boolean mail) {
    ValidationMethod method = request.validationMethod();
    if (method == null) {
      throw invalid("ValidationMethod must be DNS, EMAIL or HTTP.");
    }
    if (method == ValidationMethod.EMAIL && !mail) {
      throw invalid("No server is configured to send validation mail through.");
    }
    if (method == ValidationMethod.HTTP && names.stream().anyMatch(DomainNames::isWildcard)) {
      throw invalid("Wildcards cannot be validated by HTTP.");
    }
    if (method != ValidationMethod.EMAIL && request.domainValidationOptions() != null) {
      throw options("DomainValidationOptions are for validation by e-mail.");
    }
    return method;
  }

  /**
   * The domains whose addresses are written to, by the names that they are for.
   *
   * @throws ServiceException {@code InvalidDomainValidationOptionsException}
   */
  static Map<String, String> domains(RequestCertificateRequest request, List<String> names) {
    Map<String, String> domains = new HashMap<>();
    List<DomainValidationOption> options = request.domainValidationOptions();
    if (options == null) {
      return domains;
    }
    for (DomainValidationOption option : options) {
      String name = option.domainName().toLowerCase(Locale.ROOT);
      if (!names.contains(name)) {
        throw options("The certificate is not requested for " + option.domainName() + ".");
      }
      if (domains.put(name, domain(name, option.validationDomain())) != null) {
        throw options("There are two options for " + option.domainName() + ".");
      }
    }
    return domains;
  }

  /**
   * A validation domain in lower case.
   *
   * @throws ServiceException {@code InvalidDomainValidationOptionsException} where it is neither
   *     the name's own nor one above it
   */
  static String domain(String name, String validationDomain) {
    String domain = validationDomain.toLowerCase(Locale.ROOT);
    if (!ValidationMail.isAbove(domain, name)) {
      throw options(
          "The validation domain "
              + validationDomain
              + " must be the same as "
              + name
              + " or a superdomain of it.");
    }
    return domain;
  }

  private static ServiceException invalid(String message) {
    return new ServiceException(CertificateFault.INVALID_PARAMETER, message);
  }

  private static ServiceException options(String message) {
    return new ServiceException(CertificateFault.INVALID_DOMAIN_VALIDATION_OPTIONS, message);
  }
}
