package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.latchkey.x509.OcspRequest;
import org.latchkey.x509.OcspRequest.CertificateId;
import org.latchkey.x509.OcspResponse;
import org.latchkey.x509.OcspResponse.Status;
import org.latchkey.x509.RevocationSigner;
import org.latchkey.x509.SerialNumbers;

/** Signs OCSP answers from what is known of authorities and their certificates. */
@ApplicationScoped
class OcspSigner {

  /** For how long an answer holds. */
  private static final Duration LIFETIME = Duration.ofHours(1);

  @Inject private OcspResponders responders;
  @Inject private OcspAnswers answers;
  @Inject private Attempts attempts;
  @Inject private Clock clock;

  /**
   * An authority that answers, with a responder that can sign.
   *
   * @throws Attempts.NotNow where it has none and none can be made
   */
  Optional<OcspAuthority> authority(String id) {
    Optional<OcspAuthority> found = find(id);
    boolean due =
        found
            .filter(
                authority ->
                    authority.responder() == null
                        || clock.instant().isAfter(authority.responderEnds()))
            .isPresent();
    if (!due) {
      return found;
    }
    try {
      attempts.attempt(
          "renew/" + id,
          () -> {
            responders.renew(id);
            return true;
          });
    } catch (Attempts.NotNow notNow) {
      OcspAuthority authority = found.orElseThrow();
      RevocationSigner responder = authority.responder();
      if (responder == null
          || !clock.instant().isBefore(responder.certificate().getNotAfter().toInstant())) {
        throw notNow;
      }
      return found;
    }
    return find(id);
  }

  private Optional<OcspAuthority> find(String id) {
    return answers.authority(id, () -> responders.read(id));
  }

  /** What is known of a certificate; empty where the authority has not issued it. */
  Optional<OcspAnswers.Known> known(OcspAuthority authority, CertificateId id) {
    if (!id.isIssuedBy(authority.certificate()) || id.serialNumber().signum() <= 0) {
      return Optional.empty();
    }
    String serial = SerialNumbers.hex(id.serialNumber());
    return answers.certificate(
        authority.id(), serial, () -> responders.status(authority.id(), serial));
  }

  /**
   * Signs an answer that holds from now on, for an hour.
   *
   * @throws Attempts.NotNow where the responder cannot sign
   */
  KeptAnswer sign(OcspAuthority authority, RevocationSigner responder, OcspRequest asked) {
    // an answer's times are in whole seconds
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant nextUpdate = now.plus(LIFETIME);
    byte[] content =
        attempts.attempt(
            "sign/" + authority.id(),
            () ->
                OcspResponse.sign(
                        asked,
                        id ->
                            known(authority, id)
                                .map(OcspAnswers.Known::status)
                                .orElse(Status.UNKNOWN),
                        now,
                        nextUpdate,
                        authority.certificate(),
                        responder)
                    .encoded());
    return new KeptAnswer(content, now, nextUpdate);
  }
}
