package org.latchkey.certificates;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Page;

/** Reads an account's certificates in a Region page by page, skipping what a filter leaves out. */
final class CertificateListing {

  private static final int BATCH = 200;

  private final Certificates certificates;
  private final String account;
  private final String region;

  CertificateListing(Certificates certificates, String account, String region) {
    this.certificates = certificates;
    this.account = account;
    this.region = region;
  }

  Page<Certificate> page(
      CertificateFilter filter, @Nullable String after, int limit, @Nullable String sortOrder) {
    List<Certificate> shown = new ArrayList<>();
    boolean descending = "DESCENDING".equals(sortOrder);
    boolean byCreation = sortOrder != null;
    String position = after;
    List<Certificate> batch;
    do {
      batch =
          byCreation
              ? certificates.listByCreation(
                  account, region, filter.keyAlgorithms(), position, descending, BATCH)
              : certificates.list(account, region, filter.keyAlgorithms(), position, BATCH);
      for (Certificate certificate : batch) {
        if (filter.shows(certificate) && shown.size() <= limit) {
          shown.add(certificate);
        }
      }
      if (!batch.isEmpty()) {
        position = position(batch.get(batch.size() - 1), byCreation);
      }
    } while (shown.size() <= limit && batch.size() == BATCH);
    return Page.of(shown, limit, certificate -> position(certificate, byCreation));
  }

  private static String position(Certificate certificate, boolean byCreation) {
    return byCreation
        ? certificate.createdAt().toEpochMilli() + "/" + certificate.id()
        : certificate.id();
  }
}
