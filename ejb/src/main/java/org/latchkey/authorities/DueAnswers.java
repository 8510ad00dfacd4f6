package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.SignedAnswer.SignedAnswerId;
import org.latchkey.x509.IssuerHash;
import org.latchkey.x509.OcspRequest;
import org.latchkey.x509.OcspRequest.CertificateId;
import org.latchkey.x509.RevocationSigner;

/**
 * The OCSP answers that are to be signed anew, before those that there are have ended: about
 * certificates that somebody has asked about within the last day. Asking twice does no harm.
 */
@ApplicationScoped
public class DueAnswers {

  private static final int HEX_RADIX = 16;

  @Inject private SignedAnswers stored;
  @Inject private OcspSigner signer;
  @Inject private Clock clock;

  /** What has become of an answer that was due. */
  public enum Outcome {
    SIGNED,
    /** Nobody asks for it any more, or its authority answers no more. */
    FORGOTTEN,
    /** It was signed meanwhile. */
    SKIPPED
  }

  /**
   * At most {@code limit} answers that are due, the most urgent first.
   *
   * @param after the last one that is known already; null for the first page
   */
  public List<DueAnswer> due(Instant asOf, @Nullable DueAnswer after, int limit) {
    return stored.due(asOf, after, limit);
  }

  /**
   * Signs an answer anew where that is due.
   *
   * @param id the answer's {@link DueAnswer#id}
   */
  public Outcome sign(String id) {
    String[] parts = id.split("/", -1);
    return sign(new SignedAnswerId(parts[0], parts[1], IssuerHash.valueOf(parts[2])));
  }

  Outcome sign(SignedAnswerId id) {
    return switch (stored.wanted(id, clock.instant())) {
      case NOT_YET -> Outcome.SKIPPED;
      case NO_LONGER -> forget(id);
      case NOW -> renew(id);
    };
  }

  private Outcome renew(SignedAnswerId id) {
    OcspAuthority authority = signer.authority(id.authorityId()).orElse(null);
    RevocationSigner responder = authority == null ? null : authority.responder();
    if (authority == null || responder == null) {
      return forget(id);
    }
    CertificateId certificate =
        CertificateId.of(
            id.issuerHash(), authority.certificate(), new BigInteger(id.serial(), HEX_RADIX));
    OcspAnswers.Known known = signer.known(authority, certificate).orElse(null);
    if (known == null) {
      return forget(id);
    }
    KeptAnswer signed = signer.sign(authority, responder, OcspRequest.about(certificate));
    return stored.renew(id, signed, known.status()) ? Outcome.SIGNED : Outcome.SKIPPED;
  }

  private Outcome forget(SignedAnswerId id) {
    stored.forget(id);
    return Outcome.FORGOTTEN;
  }
}
