package org.latchkey.certificates;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Page;

/**
 * Goes through an account's certificates in a Region, in some order, and picks those that a filter
 * shows.
 *
 * <p>However many certificates there are, one call looks at {@value #MOST_LOOKED_AT} of them at
 * most: where that ends a page early, the page has fewer certificates than asked for, perhaps none,
 * and a token that goes on from there.
 */
final class CertificateScan {

  static final int MOST_LOOKED_AT = 5_000;
  private static final int BATCH = 1_000;

  private final Rows rows;
  private final CertificateOrder order;
  private final boolean descending;

  /** Where the rows come from. */
  interface Rows {

    /** At most {@code limit} rows after a place, in the order. */
    List<ScannedCertificate> after(
        @Nullable CertificatePosition place, CertificateOrder order, boolean descending, int limit);
  }

  CertificateScan(Rows rows, CertificateOrder order, boolean descending) {
    this.rows = rows;
    this.order = order;
    this.descending = descending;
  }

  /** The ids of the next certificates that are shown. */
  Page<String> page(Predicate<ScannedCertificate> shown, @Nullable String token, int limit) {
    List<String> ids = new ArrayList<>();
    @Nullable CertificatePosition place = CertificatePosition.of(token, order, descending);
    int looked = 0;
    while (looked < MOST_LOOKED_AT) {
      List<ScannedCertificate> batch =
          rows.after(place, order, descending, Math.min(BATCH, MOST_LOOKED_AT - looked));
      if (batch.isEmpty()) {
        return new Page<>(ids, null);
      }
      for (ScannedCertificate row : batch) {
        if (shown.test(row)) {
          if (ids.size() == limit) {
            return new Page<>(ids, Optional.ofNullable(place).orElseThrow().toToken());
          }
          ids.add(row.id());
        }
        place = new CertificatePosition(order, descending, row.position(), row.id());
      }
      looked += batch.size();
    }
    return new Page<>(ids, Optional.ofNullable(place).orElseThrow().toToken());
  }
}
