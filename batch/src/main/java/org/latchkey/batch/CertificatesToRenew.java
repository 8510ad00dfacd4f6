package org.latchkey.batch;

import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateRenewals;
import org.latchkey.certificates.CertificateRenewals.Due;

/**
 * Reads the certificates whose renewal was due when the job began, in parts.
 *
 * <p>The parts are the certificates whose ids begin with the same digit. Nodes go round them: each
 * takes the lease of a part that no other has, reads a few certificates of it, the most urgent
 * first, and goes on to the next part when they have been renewed. So nodes share what is due, as
 * fast as each is, and the most urgent of all parts come first. A job ends when a whole round has
 * found nothing to take.
 *
 * <p>It has no checkpoint: what was renewed is not due any more, and what failed is due later.
 */
@Named
@Dependent
class CertificatesToRenew extends AbstractItemReader {

  /** The digits of the ids, which are random UUIDs. */
  static final String PARTS = "0123456789abcdef";

  /** So many are taken at once: what other nodes do not wait for long. */
  static final int TAKEN = 10;

  private final ProductCalls product;
  private final JobLease lease;
  private final JobContext job;
  private final CertificateRenewals renewals;
  private final Instant asOf;

  /** What was read last of each part. */
  private final Map<String, Due> read = new HashMap<>();

  private int next;

  /** Certificates of one part, whose lease this node has. */
  record Taken(String part, List<String> ids) {}

  @Inject
  CertificatesToRenew(
      ProductCalls product,
      JobLease lease,
      JobContext job,
      CertificateRenewals renewals,
      Clock clock) {
    this.product = product;
    this.lease = lease;
    this.job = job;
    this.renewals = renewals;
    this.asOf = clock.instant();
  }

  @Override
  public @Nullable Taken readItem() {
    for (int looked = 0; looked < PARTS.length(); looked++) {
      int place = next;
      next = (next + 1) % PARTS.length();
      Taken taken = product.call(() -> take(PARTS.substring(place, place + 1)));
      if (!taken.ids().isEmpty()) {
        return taken;
      }
    }
    return null;
  }

  private Taken take(String part) {
    if (!lease.holdPart(job.getJobName(), part)) {
      return new Taken(part, List.of());
    }
    List<Due> due = renewals.due(part, asOf, read.get(part), TAKEN);
    if (due.isEmpty()) {
      lease.releasePart(job.getJobName(), part);
    } else {
      read.put(part, due.get(due.size() - 1));
    }
    return new Taken(part, due.stream().map(Due::id).toList());
  }
}
