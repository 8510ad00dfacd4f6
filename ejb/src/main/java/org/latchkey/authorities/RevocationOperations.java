package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.audit.Audited;
import org.latchkey.authorities.SignedAnswer.SignedAnswerId;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.RevocationReason;

/** Revoking certificates. */
@ApplicationScoped
@Audited("acm-pca.amazonaws.com")
public class RevocationOperations {

  public record RevokeCertificateRequest(
      String certificateAuthorityArn,
      String certificateSerial,
      RevocationReason revocationReason) {}

  private static final Logger LOG = Logger.getLogger(RevocationOperations.class.getName());

  @Inject private Revocations revocations;
  @Inject private RevocationLists lists;
  @Inject private DueAnswers answers;

  /**
   * Revokes a certificate, for good. When this returns, no node's OCSP responder calls it good any
   * more, and the lists and OCSP answers that show it have been made anew.
   *
   * @throws ServiceException {@code ResourceNotFoundException} for what the authority has not
   *     issued, {@code RequestAlreadyProcessedException} for what is revoked already, {@code
   *     InvalidRequestException} for no serial number and for the authority's own certificate,
   *     {@code InvalidStateException}, {@code LimitExceededException}
   */
  public void revokeCertificate(Caller caller, RevokeCertificateRequest request) {
    Revocations.Due due = revocations.revoke(caller, request);
    for (DueList list : due.lists()) {
      try {
        lists.publish(list.authorityId(), list.partition(), false);
      } catch (RuntimeException later) {
        // the certificate is revoked all the same; the job, or whoever fetches the list, has it
        // made
        LOG.log(Level.WARNING, later, () -> list + " could not be published");
      }
    }
    for (SignedAnswerId answer : due.answers()) {
      try {
        answers.sign(answer);
      } catch (RuntimeException later) {
        // what is stored is not given any more; the job, or whoever asks, has a new one signed
        LOG.log(Level.WARNING, later, () -> "An OCSP answer could not be signed anew");
      }
    }
  }
}
