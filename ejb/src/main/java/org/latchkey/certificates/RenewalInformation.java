package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.latchkey.publicca.PublicAuthority.RenewalWindow;
import org.latchkey.x509.Pem;

/**
 * When the public CA would have certificates renewed (RFC 9773): asked of those that are eligible
 * for renewal, as often as the CA wants, and once a day at least.
 */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class RenewalInformation {

  /** RFC 9773 section 4.3 has clients bound what a CA says about when to ask again. */
  private static final Duration SOONEST = Duration.ofMinutes(1);

  private static final Duration LATEST = Duration.ofDays(1);
  private static final Duration USUAL = Duration.ofHours(6);

  @Inject private Certificates certificates;
  @Inject private Clock clock;

  /** At most {@code limit} certificates about which the CA is to be asked now. */
  List<String> due(int limit) {
    return certificates.renewalInformationDue(clock.instant(), limit);
  }

  /** The certificate to ask about; empty where it is another CA's. */
  Optional<X509Certificate> subject(String id, String directory) {
    return certificates
        .find(id)
        .filter(certificate -> directory.equals(certificate.acmeDirectory()))
        .map(Certificate::certificate)
        .map(pem -> Pem.readCertificate(pem.getBytes(US_ASCII)));
  }

  /**
   * Keeps what the CA said, and when it is asked again.
   *
   * @param window null where it said nothing
   */
  void keep(String id, @Nullable RenewalWindow window) {
    Certificate certificate = certificates.lock(id).orElse(null);
    if (certificate == null) {
      return;
    }
    Instant now = clock.instant();
    if (window != null && window.start().isBefore(window.end())) {
      Instant chosen = certificate.suggestedRenewalAt();
      if (chosen == null || chosen.isBefore(window.start()) || chosen.isAfter(window.end())) {
        certificate.suggestRenewal(moment(window));
      }
    }
    certificate.askForRenewalInformation(again(window == null ? null : window.askAgain(), now));
  }

  /** RFC 9773 section 4.2: a uniformly random time within the window. */
  private static Instant moment(RenewalWindow window) {
    long millis = Duration.between(window.start(), window.end()).toMillis();
    return window.start().plusMillis(ThreadLocalRandom.current().nextLong(millis + 1));
  }

  static Instant again(@Nullable Instant asked, Instant now) {
    if (asked == null) {
      return now.plus(USUAL);
    }
    Instant soonest = now.plus(SOONEST);
    Instant latest = now.plus(LATEST);
    return asked.isBefore(soonest) ? soonest : asked.isAfter(latest) ? latest : asked;
  }
}
