package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Caller;

/**
 * What the looking for records changes: one certificate in one transaction, between which the DNS
 * is asked.
 */
@ApplicationScoped
class Validations {

  /** How long there is to show control of every name. */
  static final Duration TIME_OUT = Duration.ofDays(3);

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

  /** So many looks at the first pause, before it doubles. */
  static final int LOOKS_A_PAUSE = 6;

  private static final int MOST_DOUBLINGS = 7;

  @Inject private Certificates certificates;
  @Inject private NameValidations names;
  @Inject private PrivateCertificates privateCertificates;
  @Inject private PublicIssuance publicIssuance;
  @Inject private Event<CertificateChanged> changes;
  @Inject private CertificateEvents events;
  @Inject private Clock clock;

  /**
   * A name whose record or proof is to be looked for.
   *
   * @param record null where a proof is
   * @param proof null where a record is
   */
  record Pending(String name, @Nullable ControlRecord record, @Nullable HttpProof proof) {}

  /**
   * What is known of a certificate's names.
   *
   * @param pending what is still to be looked for
   * @param validated the names of which control was shown before
   * @param total how many names there are
   */
  record Names(List<Pending> pending, Set<String> validated, int total) {}

  /** At most {@code limit} certificates whose records are to be looked for now. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<String> due(int limit) {
    return certificates.validationDue(clock.instant(), limit);
  }

  /** How far the names of a certificate are. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Names names(String id) {
    List<NameValidation> all = names.of(id);
    return new Names(
        all.stream()
            .filter(validation -> validation.status() == DomainStatus.PENDING_VALIDATION)
            .filter(validation -> validation.method() != ValidationMethod.EMAIL)
            .map(each -> new Pending(each.name(), each.record(), each.proof()))
            .toList(),
        all.stream()
            .filter(validation -> validation.status() == DomainStatus.SUCCESS)
            .map(NameValidation::name)
            .collect(Collectors.toSet()),
        all.size());
  }

  /**
   * Keeps what was found; issues the certificate, or renews it, once every name is validated.
   *
   * @param found the names whose record or proof was there
   * @param refusal why the certificate must not be issued; null where nothing speaks against it
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void keep(String id, Set<String> found, @Nullable FailureReason refusal) {
    Certificate certificate = certificates.lock(id).orElse(null);
    if (certificate == null || !certificate.isValidated()) {
      return;
    }
    Instant now = clock.instant();
    List<NameValidation> all = names.of(id);
    all.stream()
        .filter(validation -> found.contains(validation.name()))
        .forEach(NameValidation::succeed);
    if (refusal != null) {
      refuse(certificate, all, refusal, now);
    } else if (all.stream().allMatch(each -> each.status() == DomainStatus.SUCCESS)) {
      complete(certificate, now);
    } else if (certificate.validationEnds().isAfter(now)) {
      certificate.validateAgain(now.plus(pause(certificate.validationAttempts())));
      if (!certificate.isPending() && certificate.validationAttempts() == LOOKS_A_PAUSE) {
        events.renewalActionRequired(certificate, null);
      }
    } else {
      timeOut(certificate, all, now);
    }
  }

  private static void timeOut(Certificate certificate, List<NameValidation> all, Instant now) {
    all.stream()
        .filter(each -> each.status() == DomainStatus.PENDING_VALIDATION)
        .forEach(NameValidation::fail);
    certificate.validationTimedOut(now);
  }

  /**
   * Notes that what was found could not be kept, for example because the key that protects private
   * keys is disabled, and when it is tried again.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void broke(String id) {
    Certificate certificate = certificates.lock(id).orElse(null);
    if (certificate == null || !certificate.isValidated()) {
      return;
    }
    Instant now = clock.instant();
    if (!certificate.validationEnds().isAfter(now)) {
      timeOut(certificate, names.of(id), now);
      return;
    }
    certificate.validateAgain(now.plus(pause(certificate.validationAttempts())));
    if (!certificate.isPending()) {
      boolean known = certificate.renewalReason() == FailureReason.OTHER;
      certificate.renewalHindered(FailureReason.OTHER, now);
      if (!known) {
        events.renewalActionRequired(certificate, FailureReason.OTHER);
      }
    }
  }

  private void refuse(
      Certificate certificate, List<NameValidation> all, FailureReason refusal, Instant now) {
    all.forEach(NameValidation::fail);
    if (certificate.isPending()) {
      certificate.fail(refusal);
    } else {
      renewalFailed(certificate, refusal, now);
    }
  }

  private void renewalFailed(Certificate certificate, FailureReason reason, Instant now) {
    boolean known = certificate.renewalReason() == reason;
    certificate.renewalFailed(reason, now, now.plus(certificate.renewalBackOff()));
    if (!known) {
      events.renewalActionRequired(certificate, reason);
    }
  }

  private void complete(Certificate certificate, Instant now) {
    Caller acm =
        Caller.service(
            "acm.amazonaws.com",
            certificate.account(),
            certificate.region(),
            UUID.randomUUID().toString());
    if (publicIssuance.isConfigured()) {
      publicIssuance.begin(acm, certificate, now);
      return;
    }
    boolean first = certificate.isPending();
    try {
      IssuedKeyPair issued = privateCertificates.issue(acm, certificate);
      if (first) {
        certificate.issue(issued, now);
      } else {
        certificate.renew(issued, now);
      }
    } catch (PrivateCertificates.Refused refused) {
      if (first) {
        certificate.fail(refused.reason());
      } else {
        renewalFailed(certificate, refused.reason(), now);
      }
      return;
    }
    changes.fire(
        new CertificateChanged(
            certificate.arn(),
            certificate.revision(),
            first ? CertificateChanged.Cause.ISSUED : CertificateChanged.Cause.RENEWED));
  }

  /** Five seconds at first, then twice as long every six looks, and ten minutes at most. */
  static Duration pause(int attempts) {
    int doublings = Math.min(attempts / LOOKS_A_PAUSE, MOST_DOUBLINGS);
    Duration pause = FIRST_PAUSE.multipliedBy(1L << doublings);
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
