package org.latchkey.authorities;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.latchkey.coherence.Coherence;
import org.latchkey.keys.KeyRing;
import org.latchkey.keys.KeySnapshot;
import org.latchkey.keys.ManagedKeys;
import org.latchkey.x509.ApiPassthrough;
import org.latchkey.x509.CertificateIssuer;
import org.latchkey.x509.CertificateTemplate;
import org.latchkey.x509.CustomExtension;
import org.latchkey.x509.Extensions;
import org.latchkey.x509.IssuanceRequest;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.OcspResponse.Status;
import org.latchkey.x509.Pem;
import org.latchkey.x509.PublicKeys;
import org.latchkey.x509.RevocationSigner;
import org.latchkey.x509.SerialNumbers;
import org.latchkey.x509.SignatureAlgorithm;
import org.latchkey.x509.SigningRequest;
import org.latchkey.x509.Validity;
import org.latchkey.x509.Validity.ValidityPeriodType;

/** Reads what OCSP responders need to know, and gives each its key and certificate. */
@ApplicationScoped
@Transactional
class OcspResponders {

  /** How long a responder's certificate is valid, and how long before its end it is replaced. */
  private static final Duration LIFETIME = Duration.ofDays(30);

  private static final Duration RESERVE = Duration.ofDays(5);

  /** RFC 6960 section 4.2.2.2.1: id-pkix-ocsp-nocheck, whose value is NULL. */
  private static final CustomExtension NO_CHECK =
      new CustomExtension("1.3.6.1.5.5.7.48.1.5", "BQA=", false);

  private static final CertificateTemplate TEMPLATE =
      CertificateTemplate.parse(
          "arn:aws:acm-pca:::template/OCSPSigningCertificate_APIPassthrough/V1");

  private static final Set<AuthorityStatus> ANSWERS =
      EnumSet.of(AuthorityStatus.ACTIVE, AuthorityStatus.DISABLED);

  @Inject private Authorities authorities;
  @Inject private ResponderCertificates responders;
  @Inject private AuthoritySigner signer;
  @Inject private ManagedKeys managedKeys;
  @Inject private KeyRing ring;
  @Inject private Coherence coherence;
  @Inject private Clock clock;

  /** The authority with this id, where it answers. */
  Optional<OcspAuthority> read(String id) {
    Instant now = clock.instant();
    Authority authority = authorities.find(id).orElse(null);
    if (authority == null || authority.ocsp() == null || !ANSWERS.contains(authority.status(now))) {
      return Optional.empty();
    }
    X509Certificate certificate = certificate(authority);
    ResponderCertificate responder = responders.find(id).orElse(null);
    if (responder == null || !responder.serves(authority.certificate(), needed(authority, now))) {
      return Optional.of(new OcspAuthority(id, certificate, null, Instant.EPOCH));
    }
    X509Certificate own = Pem.readCertificate(responder.certificate().getBytes(US_ASCII));
    Instant end = own.getNotAfter().toInstant();
    return Optional.of(
        new OcspAuthority(
            id,
            certificate,
            new RevocationSigner(
                own,
                SignatureAlgorithm.defaultFor(KeyAlgorithm.of(own.getPublicKey())),
                signer.with(
                    responder.keyId(), authority.region(), KeyAlgorithm.of(own.getPublicKey()))),
            end.isBefore(Objects.requireNonNull(authority.notAfter())) ? end.minus(RESERVE) : end));
  }

  /** Until when a responder's certificate has to be valid: a few days, or as long as can be. */
  private static Instant needed(Authority authority, Instant now) {
    Instant end = now.plus(RESERVE);
    Instant last = Objects.requireNonNull(authority.notAfter()).minusSeconds(1);
    return end.isBefore(last) ? end : last;
  }

  /** What is known of a certificate. */
  Optional<OcspAnswers.Known> status(String authorityId, String serial) {
    return authorities
        .issued(authorityId, serial)
        .map(
            issued -> {
              Instant revokedAt = issued.revokedAt();
              return new OcspAnswers.Known(
                  revokedAt == null
                      ? Status.GOOD
                      : Status.revoked(
                          revokedAt, Objects.requireNonNull(issued.revocationReason())));
            });
  }

  /** The authorities that a request may be for that names its issuer by this hash. */
  List<String> authoritiesOfKey(String hash) {
    return responders.authoritiesOfKey(hash);
  }

  /** Gives an authority's responder a certificate, and a key where it has none, if it needs it. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  void renew(String id) {
    Instant now = clock.instant();
    Authority authority = authorities.lock(id).orElseThrow();
    ResponderCertificate responder = responders.find(id).orElse(null);
    if (responder != null && responder.serves(authority.certificate(), needed(authority, now))) {
      return;
    }
    if (responder == null) {
      KeySnapshot key = makeKey(authority);
      responder = new ResponderCertificate(id, key.keyId());
      responders.add(responder);
    }
    certify(authority, responder, now);
    coherence.changed(Authority.subject(id));
  }

  private KeySnapshot makeKey(Authority authority) {
    return managedKeys.signingKeyOwnedBy(
        AuthoritySigner.SERVICE,
        authority.region(),
        AuthoritySigner.spec(algorithm(authority)),
        "OCSP responder's key of " + authority.arn());
  }

  /** Answers are to be small and quickly signed: the shortest key of the authority's kind. */
  private static KeyAlgorithm algorithm(Authority authority) {
    return switch (authority.keyAlgorithm()) {
      case RSA_1024, RSA_2048, RSA_3072, RSA_4096 -> KeyAlgorithm.RSA_2048;
      case EC_prime256v1, EC_secp384r1, EC_secp521r1 -> KeyAlgorithm.EC_prime256v1;
      case ML_DSA_44, ML_DSA_65, ML_DSA_87, SM2 -> authority.keyAlgorithm();
    };
  }

  private void certify(Authority authority, ResponderCertificate responder, Instant now) {
    KeySnapshot key = ring.find(authority.region(), responder.keyId()).orElseThrow();
    SigningRequest csr =
        SigningRequest.below(
            certificate(authority),
            "OCSP responder",
            PublicKeys.decode(ring.publicKey(key)),
            SignatureAlgorithm.defaultFor(algorithm(authority)),
            signer.with(key.keyId(), authority.region(), algorithm(authority)));
    X509Certificate certificate =
        CertificateIssuer.of(certificate(authority), authority.signingAlgorithm())
            .prepare(
                new IssuanceRequest(
                    TEMPLATE,
                    csr,
                    new Validity(end(authority, now).getEpochSecond(), ValidityPeriodType.ABSOLUTE),
                    null,
                    new ApiPassthrough(
                        new Extensions(null, null, null, null, List.of(NO_CHECK)), null)),
                now)
            .lint()
            .issue(signer.with(authority.keyId(), authority.region(), authority.keyAlgorithm()));
    responder.certify(
        Pem.write(certificate),
        Objects.requireNonNull(authority.certificate()),
        certificate.getNotAfter().toInstant());
    authorities.add(
        new IssuedCertificate(
            authority.id(),
            SerialNumbers.hex(certificate.getSerialNumber()),
            Pem.write(certificate),
            "",
            TEMPLATE.arn(),
            authority.account(),
            AuthoritySigner.SERVICE + ".amazonaws.com",
            0,
            null,
            null,
            certificate.getNotAfter().toInstant(),
            now));
  }

  /** When a certificate that is issued now is to end: not after the authority's own. */
  private static Instant end(Authority authority, Instant now) {
    Instant last = Objects.requireNonNull(authority.notAfter());
    Instant end = now.plus(LIFETIME);
    return end.isBefore(last) ? end : last;
  }

  private static X509Certificate certificate(Authority authority) {
    return Pem.readCertificate(Objects.requireNonNull(authority.certificate()).getBytes(US_ASCII));
  }
}
