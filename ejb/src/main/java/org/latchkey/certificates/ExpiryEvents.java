package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateRenewals.Due;

/**
 * Tells owners of certificates, once a day, that these are about to end, and in the end that they
 * have: from 45 days before, or as many as {@code PutAccountConfiguration} says.
 *
 * <p>Each event is fired in the transaction that sets when the next one is due, so asking twice
 * does no harm. Days that nobody asked on are not made up for.
 */
@ApplicationScoped
@Transactional
public class ExpiryEvents {

  /** How long before a certificate's end its owner is told at the earliest. */
  static final Duration EARLIEST =
      Duration.ofDays(CertificateConfiguration.DEFAULT_DAYS_BEFORE_EXPIRY);

  @Inject private Certificates certificates;
  @Inject private CertificateConfigurations configurations;
  @Inject private CertificateEvents events;
  @Inject private Clock clock;

  /** At most {@code limit} certificates of which something is to be told, the longest due first. */
  public List<Due> due(Instant asOf, @Nullable Due after, int limit) {
    return certificates.expiryEvents(asOf, after, limit);
  }

  /** Tells what is due of one certificate, in a transaction of its own; false where nothing is. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean tell(String id) {
    Instant now = clock.instant();
    Certificate certificate = certificates.lock(id).orElse(null);
    Instant dueAt = certificate == null ? null : certificate.expiryEventAt();
    Instant end = certificate == null ? null : certificate.notAfter();
    if (certificate == null || end == null || dueAt == null || dueAt.isAfter(now)) {
      return false;
    }
    if (!end.isAfter(now)) {
      certificate.expire();
      events.expired(certificate);
      return true;
    }
    int days = configurations.of(certificate.account(), certificate.region()).daysBeforeExpiry();
    certificate.tellOfExpiry(next(now, end));
    if (end.minus(Duration.ofDays(days)).isAfter(now)) {
      return false;
    }
    events.approaching(certificate);
    return true;
  }

  /** The next moment that is a whole number of days before the end. */
  static Instant next(Instant now, Instant end) {
    Duration left = Duration.between(now, end);
    long wholeDays = left.minusNanos(1).toDays();
    return end.minus(Duration.ofDays(wholeDays));
  }
}
