package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.latchkey.shared.Caller;

/**
 * Renews certificates of private CAs that are close to their end: another key pair, another
 * certificate, the same ARN.
 *
 * <p>Asking twice does no harm: what is not due any more is left alone.
 */
@ApplicationScoped
@Transactional
public class CertificateRenewals {

  private static final Duration RETRY = Duration.ofHours(1);

  @Inject private Certificates certificates;
  @Inject private PrivateCertificates privateCertificates;
  @Inject private Event<CertificateChanged> changes;
  @Inject private Clock clock;

  /** What became of one renewal. */
  public enum Outcome {
    RENEWED,
    NOT_DUE,
    FAILED
  }

  /** At most {@code limit} ids of certificates whose renewal is due, the most urgent first. */
  public List<String> due(int limit) {
    return certificates.renewalDue(clock.instant(), limit);
  }

  /**
   * Renews a certificate where that is due; a failure is noted on it and tried again in an hour.
   */
  public Outcome renew(String id) {
    Instant now = clock.instant();
    Certificate certificate = certificates.lock(id).orElse(null);
    if (certificate == null || !certificate.renewalDue(now)) {
      return Outcome.NOT_DUE;
    }
    Caller acm =
        Caller.service(
            "acm.amazonaws.com",
            certificate.account(),
            certificate.region(),
            UUID.randomUUID().toString());
    try {
      certificate.renew(privateCertificates.issue(acm, certificate), now);
    } catch (PrivateCertificates.Refused refused) {
      certificate.renewalFailed(refused.reason(), now, now.plus(RETRY));
      return Outcome.FAILED;
    }
    changes.fire(
        new CertificateChanged(
            certificate.arn(), certificate.revision(), CertificateChanged.Cause.RENEWED));
    return Outcome.RENEWED;
  }
}
