package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
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

  /** How long what has failed is left alone. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Logger LOG = Logger.getLogger(OcspSigner.class.getName());

  @Inject private OcspResponders responders;
  @Inject private OcspAnswers answers;
  @Inject private Clock clock;

  /** Until when; of authorities that there are, so no more than two for each. */
  private final Map<String, Instant> pauses = new ConcurrentHashMap<>();

  /** An answer cannot be signed at present; why, the log has said. */
  static final class NotNow extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotNow() {
      super("no OCSP answer can be signed at present", null, false, false);
    }
  }

  /**
   * An authority that answers, with a responder that can sign.
   *
   * @throws NotNow where it has none and none can be made
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
      attempt(
          "renew/" + id,
          () -> {
            responders.renew(id);
            return true;
          });
    } catch (NotNow notNow) {
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

  /**
   * Does what needs an authority's keys; not again for a moment where it has failed, as everybody
   * may ask.
   *
   * @param name what it is, and of which authority
   * @throws NotNow where it fails, or has failed a moment ago
   */
  private <T> T attempt(String name, Supplier<T> what) {
    Instant now = clock.instant();
    Instant again = pauses.get(name);
    if (again != null && now.isBefore(again)) {
      throw new NotNow();
    }
    try {
      T done = what.get();
      pauses.remove(name);
      return done;
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, failure, () -> "An OCSP responder cannot " + name + " now");
      pauses.put(name, now.plus(PAUSE));
      throw new NotNow();
    }
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
   * @throws NotNow where the responder cannot sign
   */
  KeptAnswer sign(OcspAuthority authority, RevocationSigner responder, OcspRequest asked) {
    // an answer's times are in whole seconds
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Instant nextUpdate = now.plus(LIFETIME);
    byte[] content =
        attempt(
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
