package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Which certificates, of all accounts, are about to end: for whoever watches the server. */
@ApplicationScoped
@Transactional
public class CertificateExpirations {

  /** Owners are told daily, so what is told of within a day is near its end. */
  private static final Duration DAY = Duration.ofDays(1);

  @Inject private Certificates certificates;
  @Inject private Clock clock;

  /** A certificate and its end. */
  public record Expiration(String certificateArn, Instant notAfter) {}

  /** At most {@code limit} certificates that end within 45 days, in no certain order. */
  public List<Expiration> soon(int limit) {
    return certificates.expiryEvents(clock.instant().plus(DAY), null, limit).stream()
        .flatMap(due -> certificates.find(due.id()).stream())
        .flatMap(
            certificate ->
                certificate.end().stream()
                    .map(end -> new Expiration(certificate.arn().toString(), end)))
        .toList();
  }
}
