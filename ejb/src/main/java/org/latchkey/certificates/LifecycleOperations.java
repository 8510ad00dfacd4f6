package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.latchkey.audit.Audited;
import org.latchkey.certificates.CertificateOperations.CertificateOptions;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** ACM: what happens to a certificate between its issuance and its end. */
@ApplicationScoped
@Transactional
@Audited("acm.amazonaws.com")
public class LifecycleOperations {

  public record RenewCertificateRequest(String certificateArn) {}

  public record UpdateCertificateOptionsRequest(
      String certificateArn, CertificateOptions options) {}

  public record ResendValidationEmailRequest(
      String certificateArn, String domain, String validationDomain) {}

  @Inject private CertificateAccess access;
  @Inject private CertificateRenewals renewals;

  /**
   * Renews a certificate that is eligible for renewal, whether or not that is due. It has been
   * renewed by the time this returns, or its renewal failed: {@code RenewalSummary} tells.
   *
   * @throws ServiceException {@code RequestInProgressException} while it is not issued, {@code
   *     ValidationException} where it is not eligible
   */
  public void renewCertificate(Caller caller, RenewCertificateRequest request) {
    Certificate certificate =
        access.authorized(caller, request.certificateArn(), "acm:RenewCertificate");
    if (certificate.isPending()) {
      throw new ServiceException(
          CertificateFault.REQUEST_IN_PROGRESS,
          "The certificate " + certificate.arn() + " has not been issued.");
    }
    if (renewals.renewNow(certificate.id()) == CertificateRenewals.Outcome.NOT_DUE) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "The certificate "
              + certificate.arn()
              + " is not eligible for renewal: it must have been issued by a private CA, not have"
              + " ended, and be in use or have been exported.");
    }
  }

  /**
   * Changes whether a certificate is recorded in certificate transparency logs. Whether it can be
   * exported is settled when it is requested.
   *
   * @throws ServiceException {@code InvalidStateException} for a certificate that is imported, or
   *     ended, or where the request would change whether it can be exported
   * @see <a
   *     href="https://docs.aws.amazon.com/acm/latest/APIReference/API_CertificateOptions.html">AWS
   *     Certificate Manager API Reference, CertificateOptions</a>
   */
  public void updateCertificateOptions(Caller caller, UpdateCertificateOptionsRequest request) {
    Certificate certificate =
        access.authorizedAndLocked(
            caller, request.certificateArn(), "acm:UpdateCertificateOptions");
    if (certificate.type() == CertificateType.IMPORTED) {
      throw invalid(certificate, "was imported and has no options");
    }
    String export = request.options().export();
    if (export != null && !export.equals(certificate.exportOption())) {
      throw invalid(certificate, "has been requested with another Export option, which stays");
    }
    String logging = request.options().certificateTransparencyLoggingPreference();
    if (logging != null) {
      certificate.log(logging);
    }
  }

  /**
   * Sends validation e-mails again, which no certificate here waits for: none is validated by
   * e-mail.
   *
   * @throws ServiceException {@code InvalidStateException}
   */
  public void resendValidationEmail(Caller caller, ResendValidationEmailRequest request) {
    Certificate certificate =
        access.authorized(caller, request.certificateArn(), "acm:ResendValidationEmail");
    throw invalid(certificate, "is not validated by e-mail");
  }

  private static ServiceException invalid(Certificate certificate, String why) {
    return new ServiceException(
        CertificateFault.INVALID_STATE, "The certificate " + certificate.arn() + " " + why + ".");
  }
}
