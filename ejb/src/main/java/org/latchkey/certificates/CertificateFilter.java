package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateOperations.Filters;
import org.latchkey.certificates.CertificateOperations.ListCertificatesRequest;
import org.latchkey.x509.CertificateDetails;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.Pem;

/** Which certificates a listing shows. */
final class CertificateFilter {

  private final ListCertificatesRequest request;
  private final @Nullable Filters includes;
  private final Instant now;

  CertificateFilter(ListCertificatesRequest request, Instant now) {
    this.request = request;
    this.includes = request.includes();
    this.now = now;
  }

  /** The key algorithms that are shown: what the query selects by. */
  Set<KeyAlgorithm> keyAlgorithms() {
    List<KeyAlgorithm> asked = includes == null ? null : includes.keyTypes();
    return asked == null || asked.isEmpty()
        ? CertificateOperations.listedByDefault()
        : EnumSet.copyOf(asked);
  }

  boolean shows(Certificate certificate) {
    return among(request.certificateStatuses(), certificate.status(now))
        && among(request.certificateKeyPairOrigins(), CertificateDescriptions.origin(certificate))
        && (includes == null || shows(certificate, includes));
  }

  private static boolean shows(Certificate certificate, Filters includes) {
    if (includes.managedBy() != null) {
      return false;
    }
    if (includes.exportOption() != null
        && !includes.exportOption().equals(certificate.exportOption())) {
      return false;
    }
    if (empty(includes.keyUsage()) && empty(includes.extendedKeyUsage())) {
      return true;
    }
    String pem = certificate.certificate();
    if (pem == null) {
      return false;
    }
    CertificateDetails details = CertificateDetails.of(Pem.readCertificate(pem.getBytes(US_ASCII)));
    return holdsAll(details.keyUsages(), includes.keyUsage())
        && holdsAll(
            details.extendedKeyUsages().stream()
                .map(CertificateDetails.ExtendedKeyUsageDetail::name)
                .toList(),
            includes.extendedKeyUsage());
  }

  private static <T> boolean among(@Nullable List<T> wanted, T value) {
    return wanted == null || wanted.isEmpty() || wanted.contains(value);
  }

  private static boolean empty(@Nullable List<?> list) {
    return list == null || list.isEmpty();
  }

  private static <T> boolean holdsAll(Collection<T> present, @Nullable List<T> wanted) {
    return wanted == null || present.containsAll(wanted);
  }
}
