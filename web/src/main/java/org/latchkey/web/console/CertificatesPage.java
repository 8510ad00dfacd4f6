package org.latchkey.web.console;

import jakarta.annotation.PostConstruct;
import jakarta.faces.view.ViewScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateOperations;
import org.latchkey.certificates.CertificateOperations.Filters;
import org.latchkey.certificates.CertificateOperations.ListCertificatesRequest;
import org.latchkey.certificates.CertificateOperations.ListCertificatesResponse;
import org.latchkey.certificates.CertificateSummary;
import org.latchkey.shared.Page;
import org.latchkey.x509.KeyAlgorithm;

/** The certificates of the account in the Region. */
@Named
@ViewScoped
public class CertificatesPage implements Serializable {

  /** Unless asked, {@code ListCertificates} leaves out every algorithm but RSA_2048. */
  private static final Filters OF_EVERY_ALGORITHM =
      new Filters(null, null, List.of(KeyAlgorithm.values()), null, null);

  @Inject private CertificateOperations operations;
  @Inject private CurrentUser user;

  private MarkedPages<CertificateSummary> rows;

  @PostConstruct
  void open() {
    rows = new MarkedPages<>(this::read);
  }

  public MarkedPages<CertificateSummary> getRows() {
    return rows;
  }

  private Page<CertificateSummary> read(@Nullable String marker, int limit) {
    ListCertificatesResponse response =
        operations.listCertificates(
            user.caller(),
            new ListCertificatesRequest(null, null, OF_EVERY_ALGORITHM, marker, limit, null, null));
    return new Page<>(response.certificateSummaryList(), response.nextToken());
  }
}
