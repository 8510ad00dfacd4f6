package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.publicca.PublicAuthority;
import org.latchkey.publicca.PublicAuthority.Progress;
import org.latchkey.publicca.PublicAuthorityException;
import org.latchkey.publicca.Refusal;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.CertificateDetails;
import org.latchkey.x509.DistinguishedName;
import org.latchkey.x509.GeneralName;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SignatureAlgorithm;
import org.latchkey.x509.SigningRequest;
import org.latchkey.x509.SubscriberKey;
import org.latchkey.x509.X509Exception;

/**
 * What orders with the public CA change: one certificate in one transaction, between which the CA
 * is asked.
 */
@ApplicationScoped
@Transactional
class PublicIssuance {

  private static final Logger LOG = Logger.getLogger(PublicIssuance.class.getName());

  @Inject private Certificates certificates;
  @Inject private PublicOrders orders;
  @Inject private PublicAuthority authority;
  @Inject private PrivateKeyProtection protection;
  @Inject private Event<CertificateChanged> changes;
  @Inject private CertificateEvents events;
  @Inject private Clock clock;

  /**
   * What is to be asked of the CA next.
   *
   * @param url where the CA has the order; null where it is to be made
   * @param replaced the certificate that is renewed; null for a first one
   */
  record Step(
      @Nullable String url,
      List<String> names,
      @Nullable X509Certificate replaced,
      byte[] csr,
      boolean published) {}

  /** Whether certificates whose names are validated come from the public CA. */
  boolean isConfigured() {
    return authority.directory().isPresent();
  }

  /** Makes the key and the signing request of an order, unless one is under way. */
  void begin(Caller acm, Certificate certificate, Instant now) {
    certificate.order(now);
    String directory = authority.directory().orElseThrow();
    if (orders.of(certificate.id()).isEmpty()) {
      KeyAndRequest made = make(acm, certificate);
      orders.add(new PublicOrder(certificate.id(), directory, made.csr(), made.key(), now));
    }
  }

  private record KeyAndRequest(byte[] csr, PrivateKeyProtection.Protected key) {}

  private KeyAndRequest make(Caller acm, Certificate certificate) {
    List<String> names = certificate.alternativeNames();
    try (SubscriberKey key = SubscriberKey.generate(certificate.keyAlgorithm())) {
      SigningRequest csr =
          SigningRequest.build(
              DistinguishedName.ofCommonName(names.get(0)),
              names.stream().map(GeneralName::ofDns).toList(),
              key.publicKey(),
              SignatureAlgorithm.defaultFor(key.algorithm()),
              key.signer());
      return new KeyAndRequest(
          csr.encoded(), protection.protect(acm, certificate.arn(), key.privateKey()));
    }
  }

  /**
   * Sees to it that an order's private key is under the current material of the account's key.
   * Where the former one does not decrypt it any more, the order begins anew, with another private
   * key.
   */
  private void protectAnew(Certificate certificate, PublicOrder order) {
    if (PrivateKeyProtection.isCurrent(
        protection.key(certificate.account(), certificate.region()), order.privateKey())) {
      return;
    }
    Caller acm = acm(certificate);
    try {
      order.reencrypt(protection.reprotect(acm, certificate.arn(), order.privateKey(), Map.of()));
    } catch (ServiceException closed) {
      LOG.log(Level.INFO, closed, () -> "The order for " + certificate.arn() + " begins anew");
      KeyAndRequest made = make(acm, certificate);
      order.beginAnew(made.csr(), made.key());
    }
  }

  /** At most {@code limit} certificates whose order is to be advanced. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  List<String> due(int limit) {
    return orders.due(clock.instant(), limit);
  }

  /** What is to be asked for a certificate now; empty where nothing is. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Optional<Step> step(String id, String directory) {
    PublicOrder order = orders.of(id).orElse(null);
    Certificate certificate = certificates.find(id).orElse(null);
    if (order == null || certificate == null || !order.isDue(clock.instant())) {
      return Optional.empty();
    }
    protectAnew(certificate, order);
    String pem = certificate.certificate();
    boolean replaces = pem != null && directory.equals(certificate.acmeDirectory());
    return Optional.of(
        new Step(
            order.urlAt(directory),
            certificate.alternativeNames(),
            pem != null && replaces ? Pem.readCertificate(pem.getBytes(US_ASCII)) : null,
            order.csr(),
            order.isPublished()));
  }

  /** Keeps where the CA has an order. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void ordered(String id, String directory, String url) {
    if (certificates.lock(id).isPresent()) {
      orders.of(id).ifPresent(order -> order.ordered(directory, url, clock.instant()));
    }
  }

  /** Keeps what a step has brought; puts the certificate in place where that is it. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void keep(String id, String directory, Progress progress) {
    Certificate certificate = certificates.lock(id).orElse(null);
    PublicOrder order = orders.of(id).orElse(null);
    if (certificate == null || order == null) {
      return;
    }
    Instant now = clock.instant();
    if (progress.isIssued()) {
      complete(certificate, order, directory, progress.chain(), now);
    } else if (isTooLate(certificate, now)) {
      giveUp(certificate, now);
    } else {
      order.advanced(progress.published(), progress.nextLook());
    }
  }

  private void complete(
      Certificate certificate,
      PublicOrder order,
      String directory,
      List<X509Certificate> chain,
      Instant now) {
    X509Certificate leaf = chain.get(0);
    if (!isWhatWasOrdered(certificate, order, leaf)) {
      fail(certificate, order, FailureReason.OTHER, true, null, now);
      return;
    }
    boolean first = certificate.isPending();
    List<X509Certificate> issuers = chain.subList(1, chain.size());
    IssuedKeyPair issued =
        new IssuedKeyPair(
            Pem.write(leaf),
            issuers.isEmpty() ? null : Pem.write(issuers),
            order.privateKey(),
            order.keyMaterial(),
            leaf.getNotBefore().toInstant(),
            leaf.getNotAfter().toInstant(),
            null);
    if (first) {
      certificate.issue(issued, now);
    } else {
      certificate.renew(issued, now);
    }
    certificate.issuedBy(directory, now);
    orders.removeOf(certificate.id());
    changes.fire(
        new CertificateChanged(
            certificate.arn(),
            certificate.revision(),
            first ? CertificateChanged.Cause.ISSUED : CertificateChanged.Cause.RENEWED));
  }

  /** Whether it has the order's key, and every name. */
  private boolean isWhatWasOrdered(
      Certificate certificate, PublicOrder order, X509Certificate leaf) {
    Caller acm = acm(certificate);
    try (SecretBytes pkcs8 = protection.open(acm, certificate.arn(), order.privateKey())) {
      SubscriberKey.matching(pkcs8, leaf.getPublicKey()).close();
      return new HashSet<>(CertificateDetails.of(leaf).dnsNames())
          .containsAll(certificate.alternativeNames());
    } catch (X509Exception another) {
      return false;
    }
  }

  /** Keeps that the CA, or the way to it, did not do what was asked. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void refused(String id, PublicAuthorityException refused) {
    Certificate certificate = certificates.lock(id).orElse(null);
    PublicOrder order = orders.of(id).orElse(null);
    if (certificate == null || order == null) {
      return;
    }
    Instant now = clock.instant();
    FailureReason reason = reason(refused.refusal());
    if (refused.refusal().isLasting() && certificate.isPending()) {
      certificate.fail(reason);
      orders.removeOf(id);
    } else if (isTooLate(certificate, now)) {
      giveUp(certificate, now);
    } else {
      fail(
          certificate,
          order,
          reason,
          refused.isOrderEnded() || refused.refusal().isLasting(),
          refused.retryAt().orElse(null),
          now);
    }
  }

  /**
   * Keeps that a step broke off here, for example because the key that protects private keys is
   * disabled, and when it is tried again.
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void broke(String id) {
    Certificate certificate = certificates.lock(id).orElse(null);
    PublicOrder order = orders.of(id).orElse(null);
    if (certificate == null || order == null) {
      return;
    }
    Instant now = clock.instant();
    if (isTooLate(certificate, now)) {
      giveUp(certificate, now);
    } else {
      fail(certificate, order, FailureReason.OTHER, false, null, now);
    }
  }

  /** Drops an order, for which there is no CA any more, and has the names looked at again. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void handOver(String id) {
    Certificate certificate = certificates.lock(id).orElse(null);
    if (certificate != null) {
      certificate.validateNow(clock.instant());
    }
    orders.removeOf(id);
  }

  private void fail(
      Certificate certificate,
      PublicOrder order,
      FailureReason reason,
      boolean ended,
      @Nullable Instant retryAt,
      Instant now) {
    Instant end = certificate.validationEnds();
    order.failed(ended, retryAt != null && retryAt.isAfter(end) ? end : retryAt, now);
    if (!certificate.isPending()) {
      boolean known = certificate.renewalReason() == reason;
      certificate.renewalHindered(reason, now);
      if (!known) {
        events.renewalActionRequired(certificate, reason);
      }
    }
  }

  private static boolean isTooLate(Certificate certificate, Instant now) {
    return !certificate.validationEnds().isAfter(now);
  }

  private void giveUp(Certificate certificate, Instant now) {
    orders.removeOf(certificate.id());
    certificate.validationTimedOut(now);
  }

  /** How a description words a refusal. */
  static FailureReason reason(Refusal refusal) {
    return switch (refusal) {
      case NAME_NOT_ALLOWED -> FailureReason.DOMAIN_NOT_ALLOWED;
      case NAME_NOT_PUBLIC -> FailureReason.INVALID_PUBLIC_DOMAIN;
      case CAA -> FailureReason.CAA_ERROR;
      case CONTROL_NOT_SHOWN -> FailureReason.DOMAIN_VALIDATION_DENIED;
      case ACTION_REQUIRED -> FailureReason.ADDITIONAL_VERIFICATION_REQUIRED;
      case MALFORMED, UNAVAILABLE -> FailureReason.OTHER;
    };
  }

  private static Caller acm(Certificate certificate) {
    return Caller.service(
        "acm.amazonaws.com",
        certificate.account(),
        certificate.region(),
        UUID.randomUUID().toString());
  }
}
