package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
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

  @Inject private Certificates certificates;
  @Inject private NameValidations names;
  @Inject private PublicOrders orders;
  @Inject private PrivateCertificates privateCertificates;
  @Inject private Event<CertificateChanged> changes;
  @Inject private CertificateEvents events;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /** What became of one renewal. */
  public enum Outcome {
    RENEWED,
    /** Control of its names has to be shown anew, or a public CA to issue it, before it is. */
    VALIDATING,
    NOT_DUE,
    FAILED
  }

  /** A certificate that is to be renewed, and since when. */
  public record Due(String id, Instant dueAt) implements Serializable {}

  /**
   * At most {@code limit} certificates whose renewal is due, the most urgent first. Those that have
   * ended are not among them: they are not renewed any more.
   *
   * @param asOf the time at which they must be due
   * @param after the last one that is known already; null for the first page
   */
  public List<Due> due(Instant asOf, @Nullable Due after, int limit) {
    return certificates.renewalDue("", asOf, after, limit);
  }

  /**
   * As {@link #due(Instant, Due, int)}, of the certificates whose ids begin with {@code part}.
   *
   * @param part hexadecimal digits in lower case
   */
  public List<Due> due(String part, Instant asOf, @Nullable Due after, int limit) {
    return certificates.renewalDue(part, asOf, after, limit);
  }

  /**
   * Renews a certificate where that is due, in a transaction of its own; a private CA's refusal is
   * noted on it, and the renewal tried again in an hour, or later where it has failed before.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Outcome renew(String id) {
    Instant now = clock.instant();
    Certificate certificate = certificates.lock(id).orElse(null);
    if (certificate == null || !certificate.renewalDue(now)) {
      return Outcome.NOT_DUE;
    }
    return renew(certificate, now);
  }

  /** Renews a certificate now, where it is eligible, in a transaction of its own. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Outcome renewNow(String id) {
    Instant now = clock.instant();
    Certificate certificate = certificates.lock(id).orElse(null);
    if (certificate == null || !certificate.eligibleForRenewal(now)) {
      return Outcome.NOT_DUE;
    }
    if (orders.of(id).isPresent()) {
      // control of its names is shown already, and the public CA has been asked
      return Outcome.VALIDATING;
    }
    if (certificate.isValidated()) {
      // the renewal is under way, and what has been shown or sent for it stays so
      certificate.validateNow(now);
      return Outcome.VALIDATING;
    }
    return renew(certificate, now);
  }

  private Outcome renew(Certificate certificate, Instant now) {
    Caller acm =
        Caller.service(
            "acm.amazonaws.com",
            certificate.account(),
            certificate.region(),
            UUID.randomUUID().toString());
    authorizer.authorizeByRole(
        AuthorizationRequest.on(
            certificate.arn(), acm, "acm:RenewCertificate", RequestContext.empty()));
    if (certificate.type() == CertificateType.AMAZON_ISSUED) {
      names.of(certificate.id()).forEach(name -> name.begin(now));
      certificate.beginRevalidation(now);
      return Outcome.VALIDATING;
    }
    try {
      certificate.renew(privateCertificates.issue(acm, certificate), now);
    } catch (PrivateCertificates.Refused refused) {
      failed(certificate, refused.reason(), now);
      return Outcome.FAILED;
    }
    changes.fire(
        new CertificateChanged(
            certificate.arn(), certificate.revision(), CertificateChanged.Cause.RENEWED));
    return Outcome.RENEWED;
  }

  /**
   * Notes, in a transaction of its own, that a renewal broke off unexpectedly, and when it is tried
   * again.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void broke(String id) {
    Instant now = clock.instant();
    certificates
        .lock(id)
        .filter(found -> found.renewalDue(now))
        .ifPresent(found -> failed(found, FailureReason.OTHER, now));
  }

  private void failed(Certificate certificate, FailureReason reason, Instant now) {
    boolean known = certificate.renewalReason() == reason;
    certificate.renewalFailed(reason, now, now.plus(certificate.renewalBackOff()));
    if (!known) {
      events.renewalActionRequired(certificate, reason);
    }
  }
}
