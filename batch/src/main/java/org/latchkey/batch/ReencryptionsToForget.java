package org.latchkey.batch;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.ReencryptionReports;
import org.latchkey.certificates.ReencryptionReports.Ended;

/** Reads the re-encryptions whose reports have been kept long enough. */
@Named
@Dependent
class ReencryptionsToForget extends DueItems<Ended> {

  private final ReencryptionReports reports;

  @Inject
  ReencryptionsToForget(ProductCalls product, ReencryptionReports reports, Clock clock) {
    super(product, clock);
    this.reports = reports;
  }

  @Override
  List<Ended> due(Instant asOf, @Nullable Ended after, int limit) {
    return reports.due(after, limit);
  }

  @Override
  String name(Ended item) {
    return item.id();
  }
}
