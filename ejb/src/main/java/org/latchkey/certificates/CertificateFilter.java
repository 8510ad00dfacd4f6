package org.latchkey.certificates;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateOperations.Filters;
import org.latchkey.certificates.CertificateOperations.ListCertificatesRequest;
import org.latchkey.x509.KeyAlgorithm;

/** Which certificates a listing shows: those of RSA_2048 alone, unless it asks for others. */
final class CertificateFilter implements Predicate<ScannedCertificate> {

  private final ListCertificatesRequest request;
  private final @Nullable Filters includes;
  private final Set<KeyAlgorithm> keyAlgorithms;

  CertificateFilter(ListCertificatesRequest request) {
    this.request = request;
    this.includes = request.includes();
    List<KeyAlgorithm> asked = includes == null ? null : includes.keyTypes();
    this.keyAlgorithms =
        asked == null || asked.isEmpty()
            ? EnumSet.of(KeyAlgorithm.RSA_2048)
            : EnumSet.copyOf(asked);
  }

  @Override
  public boolean test(ScannedCertificate certificate) {
    return keyAlgorithms.contains(certificate.keyAlgorithm())
        && among(request.certificateStatuses(), certificate.status())
        && among(request.certificateKeyPairOrigins(), certificate.keyPairOrigin())
        && (includes == null || included(certificate, includes));
  }

  private static boolean included(ScannedCertificate certificate, Filters includes) {
    return (includes.managedBy() == null || includes.managedBy().equals(certificate.managedBy()))
        && (includes.exportOption() == null
            || includes.exportOption().equals(certificate.exportOption()))
        && holdsAll(certificate.keyUsages(), includes.keyUsage())
        && holdsAll(certificate.extendedKeyUsages(), includes.extendedKeyUsage());
  }

  private static <T> boolean among(@Nullable List<T> wanted, T value) {
    return wanted == null || wanted.isEmpty() || wanted.contains(value);
  }

  private static boolean holdsAll(
      Collection<String> present, @Nullable List<? extends Enum<?>> wanted) {
    return wanted == null || wanted.stream().allMatch(name -> present.contains(name.name()));
  }
}
