package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.SignedAnswer.SignedAnswerId;
import org.latchkey.shared.Turns;
import org.latchkey.x509.IssuerHash;
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
 * that the authority has certified. An answer to a request without a nonce is kept, in the
 * database, and given again by every node (RFC 5019), until the certificate's revocation, of which
 * every node knows at once; {@link DueAnswers} are signed before they end.
 */
@ApplicationScoped
public class OcspResponder {

  /** How old an answer is when a newer one is looked for in the database. */
  private static final Duration READ = Duration.ofMinutes(35);

  /** How old an answer is when it is signed anew for who asks, as no job has done that. */
  private static final Duration SIGN = Duration.ofMinutes(45);

  private static final int MOST_WAITING = 32;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Logger LOG = Logger.getLogger(OcspResponder.class.getName());

  @Inject private OcspResponders responders;
  @Inject private OcspSigner signer;
  @Inject private SignedAnswers stored;
  @Inject private Clock clock;

  /** At half of the processors at the most: KMS has others to serve than those who ask for this. */
  private final Turns turns =
      new Turns(
          Math.max(1, Runtime.getRuntime().availableProcessors() / 2), MOST_WAITING, PATIENCE);

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
    try {
      return answer(authorityId, asked);
    } catch (Attempts.NotNow notNow) {
      return failure(Failure.TRY_LATER);
    }
  }

  private Answer answer(@Nullable String authorityId, OcspRequest asked) {
    OcspAuthority authority =
        (authorityId == null ? issuer(asked) : signer.authority(authorityId))
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
    return kept ? kept(authority, responder, asked) : unkept(authority, responder, asked);
  }

  private Optional<OcspAuthority> issuer(OcspRequest asked) {
    CertificateId first = asked.certificates().get(0);
    List<String> candidates = responders.authoritiesOfKey(first.issuerKeyHash());
    return candidates.stream()
        .flatMap(id -> signer.authority(id).stream())
        .filter(found -> first.isIssuedBy(found.certificate()))
        .findFirst();
  }

  private Answer kept(OcspAuthority authority, RevocationSigner responder, OcspRequest asked) {
    CertificateId id = asked.certificates().get(0);
    OcspAnswers.Known known = signer.known(authority, id).orElse(null);
    IssuerHash hash = id.issuerHash().orElse(null);
    if (known == null || hash == null) {
      return unkept(authority, responder, asked);
    }
    Instant now = clock.instant();
    KeptAnswer own = known.signed(hash);
    if (own != null && own.isYoungerThan(READ, now)) {
      return own.answer();
    }
    SignedAnswerId row =
        new SignedAnswerId(authority.id(), SerialNumbers.hex(id.serialNumber()), hash);
    KeptAnswer shared = stored(row, known.status(), now).orElse(own);
    if (shared != null && shared.isYoungerThan(SIGN, now)) {
      known.keep(hash, shared);
      return shared.answer();
    }
    try {
      KeptAnswer signed = sign(authority, responder, asked);
      store(row, signed, known.status());
      known.keep(hash, signed);
      return signed.answer();
    } catch (Attempts.NotNow notNow) {
      if (shared == null || !now.isBefore(shared.nextUpdate())) {
        throw notNow;
      }
      return shared.answer();
    }
  }

  private Optional<KeptAnswer> stored(SignedAnswerId row, Status known, Instant now) {
    try {
      return stored.ask(row, known, now);
    } catch (RuntimeException conflict) {
      LOG.log(Level.INFO, conflict, () -> "No stored OCSP answer can be read");
      return Optional.empty();
    }
  }

  /** Another node may have been first, which does no harm: one answer is as good as the other. */
  private void store(SignedAnswerId row, KeptAnswer answer, Status said) {
    try {
      stored.keep(row, answer, said);
    } catch (RuntimeException conflict) {
      LOG.log(Level.INFO, conflict, () -> "An OCSP answer is not stored");
    }
  }

  private KeptAnswer sign(OcspAuthority authority, RevocationSigner responder, OcspRequest asked) {
    return turns.take(
        () -> signer.sign(authority, responder, asked),
        () -> {
          throw new Attempts.NotNow();
        });
  }

  private Answer unkept(OcspAuthority authority, RevocationSigner responder, OcspRequest asked) {
    KeptAnswer signed = sign(authority, responder, asked);
    return new Answer(signed.content(), null, null);
  }

  private static Answer failure(Failure failure) {
    return new Answer(OcspResponse.failure(failure).encoded(), null, null);
  }
}
