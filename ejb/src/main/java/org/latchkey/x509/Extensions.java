package org.latchkey.x509;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Extensions that IssueCertificate is asked for beyond its template; null where there is none.
 *
 * <p>At most 20 policies, 20 extended key usages, 150 alternative names and 150 custom extensions.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/privateca/latest/APIReference/API_Extensions.html">Extensions</a>
 */
public record Extensions(
    @Nullable List<PolicyInformation> certificatePolicies,
    @Nullable List<ExtendedKeyUsage> extendedKeyUsage,
    @Nullable KeyUsage keyUsage,
    @Nullable List<GeneralName> subjectAlternativeNames,
    @Nullable List<CustomExtension> customExtensions) {

  public Extensions {
    certificatePolicies = certificatePolicies == null ? null : List.copyOf(certificatePolicies);
    extendedKeyUsage = extendedKeyUsage == null ? null : List.copyOf(extendedKeyUsage);
    subjectAlternativeNames =
        subjectAlternativeNames == null ? null : List.copyOf(subjectAlternativeNames);
    customExtensions = customExtensions == null ? null : List.copyOf(customExtensions);
  }
}
