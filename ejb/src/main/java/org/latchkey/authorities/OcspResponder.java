package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.x509.OcspRequest;
import org.latchkey.x509.OcspRequest.CertificateId;
import org.latchkey.x509.OcspResponse;
import org.latchkey.x509.OcspResponse.Failure;
import org.latchkey.x509.OcspResponse.Status;
import org.latchkey.x509.RevocationSigner;
import org.latchkey.x509.SerialNumbers;
import org.latchkey.x509.X509Exception;

/**
 * Answers OCSP requests (RFC 6960) for the authorities that have OCSP enabled, each by a responder
 * that the authority has certified. An answer to a request without a nonce is kept and given again
 * (RFC 5019), until the certificate's revocation, of which every node knows at once.
 */
@ApplicationScoped
public class OcspResponder {

  /** For how long an answer holds. */
  static final Duration LIFETIME = Duration.ofHours(1);

  @Inject private OcspResponders responders;
  @Inject private OcspAnswers answers;
  @Inject private Clock clock;

  /**
   * An answer.
   *
   * @param content in DER
   * @param thisUpdate null where it may not be kept: an error, or an answer to a nonce
   * @param nextUpdate null likewise
   */
  public record Answer(
      byte[] content, @Nullable Instant thisUpdate, @Nullable Instant nextUpdate) {}

  /**
   * Answers a request; one that cannot be answered gets one of OCSP's errors.
   *
   * @param authorityId whose responder is asked; null for that of the certificates' issuer
   */
  public Answer answer(@Nullable String authorityId, byte[] request) {
    OcspRequest asked;
    try {
      asked = OcspRequest.read(request);
    } catch (X509Exception malformed) {
      return failure(Failure.MALFORMED_REQUEST);
    }
    OcspAuthority authority =
        (authorityId == null ? issuer(asked) : authority(authorityId))
            .filter(
                found ->
                    asked.certificates().stream()
                        .anyMatch(each -> each.isIssuedBy(found.certificate())))
            .orElse(null);
    RevocationSigner responder = authority == null ? null : authority.responder();
    if (authority == null || responder == null) {
      return failure(Failure.UNAUTHORIZED);
    }
    boolean kept = !asked.hasNonce() && asked.certificates().size() == 1;
    return kept ? kept(authority, responder, asked) : sign(authority, responder, asked, false);
  }

  private Optional<OcspAuthority> issuer(OcspRequest asked) {
    CertificateId first = asked.certificates().get(0);
    List<String> candidates = responders.authoritiesOfKey(first.issuerKeyHash());
    return candidates.stream()
        .flatMap(id -> authority(id).stream())
        .filter(found -> first.isIssuedBy(found.certificate()))
        .findFirst();
  }

  private Optional<OcspAuthority> authority(String id) {
    Optional<OcspAuthority> found = find(id);
    boolean renewed =
        found
            .filter(
                authority ->
                    authority.responder() == null
                        || clock.instant().isAfter(authority.responderEnds()))
            .isPresent();
    if (!renewed) {
      return found;
    }
    responders.renew(id);
    return find(id);
  }

  private Optional<OcspAuthority> find(String id) {
    return answers.authority(id, () -> responders.read(id));
  }

  private Answer kept(OcspAuthority authority, RevocationSigner responder, OcspRequest asked) {
    CertificateId id = asked.certificates().get(0);
    Optional<OcspAnswers.Known> known = known(authority, id);
    String question = id.key();
    Answer signed = known.map(each -> each.signed(question)).orElse(null);
    if (signed != null && isFresh(signed)) {
      return signed;
    }
    Answer answer = sign(authority, responder, asked, known.isPresent());
    known.ifPresent(each -> each.keep(question, answer));
    return answer;
  }

  private boolean isFresh(Answer answer) {
    Instant nextUpdate = answer.nextUpdate();
    return nextUpdate != null && clock.instant().isBefore(nextUpdate.minus(LIFETIME.dividedBy(2)));
  }

  private Answer sign(
      OcspAuthority authority, RevocationSigner responder, OcspRequest asked, boolean mayBeKept) {
    Instant now = clock.instant();
    Instant nextUpdate = now.plus(LIFETIME);
    byte[] content =
        OcspResponse.sign(
                asked,
                id -> known(authority, id).map(OcspAnswers.Known::status).orElse(Status.UNKNOWN),
                now,
                nextUpdate,
                authority.certificate(),
                responder)
            .encoded();
    return new Answer(content, mayBeKept ? now : null, mayBeKept ? nextUpdate : null);
  }

  private Optional<OcspAnswers.Known> known(OcspAuthority authority, CertificateId id) {
    if (!id.isIssuedBy(authority.certificate()) || id.serialNumber().signum() <= 0) {
      return Optional.empty();
    }
    String serial = SerialNumbers.hex(id.serialNumber());
    return answers.certificate(
        authority.id(), serial, () -> responders.status(authority.id(), serial));
  }

  private static Answer failure(Failure failure) {
    return new Answer(OcspResponse.failure(failure).encoded(), null, null);
  }
}
