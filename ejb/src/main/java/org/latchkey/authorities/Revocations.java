package org.latchkey.authorities;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.latchkey.authorities.RevocationOperations.RevokeCertificateRequest;
import org.latchkey.authorities.SignedAnswer.SignedAnswerId;
import org.latchkey.coherence.Coherence;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SerialNumbers;

/**
 * Puts revocations down: with the next number of their authority, so that each list knows exactly
 * up to which it shows, and with word to every node's responder.
 */
@ApplicationScoped
class Revocations {

  /** What a complete list can hold; with partitions there is no such limit. */
  static final long MOST = 200_000;

  private static final Set<AuthorityStatus> REVOKES =
      EnumSet.of(AuthorityStatus.ACTIVE, AuthorityStatus.DISABLED);

  @Inject private AuthorityAccess access;
  @Inject private Authorities authorities;
  @Inject private CrlPartitions lists;
  @Inject private SignedAnswers answers;
  @Inject private Coherence coherence;
  @Inject private Clock clock;

  /**
   * What has to show a revocation.
   *
   * @param lists there or not
   * @param answers of OCSP
   */
  record Due(List<DueList> lists, List<SignedAnswerId> answers) {}

  /** Revokes a certificate. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Due revoke(Caller caller, RevokeCertificateRequest request) {
    BigInteger serial =
        SerialNumbers.parse(request.certificateSerial())
            .orElseThrow(
                () ->
                    new ServiceException(
                        AuthorityFault.INVALID_REQUEST,
                        "The serial number must be in hexadecimal digits, with colons or without:"
                            + " not "
                            + request.certificateSerial()));
    Authority authority =
        access.authorizedToChange(caller, request.certificateAuthorityArn(), "RevokeCertificate");
    Instant now = clock.instant();
    authority.require(REVOKES, now);
    IssuedCertificate certificate =
        authorities
            .issued(authority.id(), SerialNumbers.hex(serial))
            .orElseThrow(
                () ->
                    new ServiceException(
                        AuthorityFault.RESOURCE_NOT_FOUND,
                        "The certificate authority has issued no certificate "
                            + request.certificateSerial()));
    requireRevocable(authority, certificate);
    long number = authority.nextRevocation();
    certificate.revoke(number, request.revocationReason(), now);
    coherence.changed(OcspAnswers.subject(authority.id(), certificate.serial()));
    int partition = certificate.crlPartition();
    List<Integer> partitions = partition == 0 ? List.of(0) : List.of(0, partition);
    lists.want(authority.id(), partitions, number, now);
    return new Due(
        partitions.stream().map(each -> new DueList(authority.id(), each, now)).toList(),
        answers.want(authority.id(), certificate.serial(), now));
  }

  private void requireRevocable(Authority authority, IssuedCertificate certificate) {
    if (certificate.isRevoked()) {
      throw new ServiceException(
          AuthorityFault.REQUEST_ALREADY_PROCESSED,
          "The certificate " + certificate.serial() + " has been revoked already.");
    }
    X509Certificate read = Pem.readCertificate(certificate.certificate().getBytes(US_ASCII));
    if (authority.isSelfSigned(read)) {
      throw new ServiceException(
          AuthorityFault.INVALID_REQUEST, "A self-signed certificate cannot be revoked.");
    }
    if (certificate.crlPartition() == 0 && lists.entries(authority.id(), 0) >= MOST) {
      throw new ServiceException(
          AuthorityFault.LIMIT_EXCEEDED,
          "The complete revocation list holds " + MOST + " certificates: use partitioned ones.");
    }
  }
}
