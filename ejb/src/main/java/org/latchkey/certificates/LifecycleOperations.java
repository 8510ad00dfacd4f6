package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import org.latchkey.audit.Audited;
import org.latchkey.authorities.AuthorityFault;
import org.latchkey.authorities.RevocationOperations;
import org.latchkey.certificates.CertificateOperations.CertificateOptions;
import org.latchkey.publicca.PublicAuthority;
import org.latchkey.publicca.PublicAuthorityException;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.Pem;
import org.latchkey.x509.RevocationReason;

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

  public record RevokeCertificateRequest(
      String certificateArn, AcmRevocationReason revocationReason) {}

  public record RevokeCertificateResponse(String certificateArn) {}

  @Inject private CertificateAccess access;
  @Inject private RevocationOperations authorities;
  @Inject private PublicAuthority publicAuthority;
  @Inject private NameValidations names;
  @Inject private PublicOrders orders;
  @Inject private CertificateEvents events;
  @Inject private Clock clock;
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
              + " ended, and be in use or have been exported since it was issued or renewed.");
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
    CertificateStatus status = certificate.status(clock.instant());
    if (status != CertificateStatus.ISSUED && status != CertificateStatus.PENDING_VALIDATION) {
      throw invalid(certificate, "is " + status + ", and its options stay as they are");
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
   * Has the CA that issued a certificate revoke it, for good. Only one that has been exported, and
   * that no service uses, can be.
   *
   * @throws ServiceException {@code ValidationException}, {@code ResourceInUseException}, {@code
   *     ConflictException} for one that is not in force; and what the private CA answers
   * @see <a href="https://docs.aws.amazon.com/acm/latest/userguide/revoke-certificate.html">AWS
   *     Certificate Manager User Guide, Revoke a certificate</a>
   */
  public RevokeCertificateResponse revokeCertificate(
      Caller caller, RevokeCertificateRequest request) {
    Certificate certificate =
        access.authorizedAndLocked(caller, request.certificateArn(), "acm:RevokeCertificate");
    RevocationReason reason = request.revocationReason().authorityReason();
    if (reason == null) {
      throw refused(request.revocationReason() + " is not for good and cannot be the reason.");
    }
    if (certificate.type() == CertificateType.IMPORTED || !certificate.hasBeenExported()) {
      throw refused("The certificate " + certificate.arn() + " has not been exported.");
    }
    if (certificate.inUse()) {
      throw new ServiceException(
          CertificateFault.RESOURCE_IN_USE,
          "The certificate "
              + certificate.arn()
              + " is in use: disassociate it from every resource first.");
    }
    if (certificate.status(clock.instant()) != CertificateStatus.ISSUED) {
      throw new ServiceException(
          CertificateFault.CONFLICT, "The certificate " + certificate.arn() + " is not in force.");
    }
    if (certificate.acmeDirectory() == null) {
      revoke(caller, certificate, reason);
    } else {
      revokeAtPublicCa(certificate, reason);
    }
    certificate.revoke(request.revocationReason(), clock.instant());
    orders.removeOf(certificate.id());
    events.revoked(certificate, request.revocationReason());
    return new RevokeCertificateResponse(certificate.arn().toString());
  }

  private void revoke(Caller caller, Certificate certificate, RevocationReason reason) {
    boolean validated = certificate.type() == CertificateType.AMAZON_ISSUED;
    String issuer = certificate.issuingAuthorityArn();
    if (issuer == null) {
      // issued before that was noted
      issuer = validated ? ValidatedIssuer.arn().orElse(null) : certificate.authorityArn();
    }
    String serial = certificate.serial();
    if (issuer == null || serial == null) {
      throw refused("The CA that issued " + certificate.arn() + " is not known any more.");
    }
    Caller acm =
        validated
            ? ValidatedIssuer.caller(caller, issuer)
            : PrivateKeyProtection.throughAcm(caller, caller.region());
    try {
      authorities.revokeCertificate(
          acm, new RevocationOperations.RevokeCertificateRequest(issuer, serial, reason));
    } catch (ServiceException failure) {
      // what was revoked before, by a call that was killed or at the CA, is what is wanted
      if (failure.fault() instanceof AuthorityFault
          && failure.fault() != AuthorityFault.REQUEST_ALREADY_PROCESSED) {
        throw new ServiceException(
            CertificateFault.CONFLICT,
            "The CA did not revoke " + certificate.arn() + ": " + failure.getMessage(),
            failure);
      }
      if (failure.fault() != AuthorityFault.REQUEST_ALREADY_PROCESSED) {
        throw failure;
      }
    }
  }

  /** Asks first: what the CA has revoked before a kill, it says to be revoked when asked again. */
  private void revokeAtPublicCa(Certificate certificate, RevocationReason reason) {
    String pem = certificate.certificate();
    if (pem == null || !publicAuthority.directory().equals(directory(certificate))) {
      throw refused("The CA that issued " + certificate.arn() + " is not known any more.");
    }
    try {
      publicAuthority.revoke(Pem.readCertificate(pem.getBytes(US_ASCII)), reason);
    } catch (PublicAuthorityException failure) {
      throw new ServiceException(
          CertificateFault.CONFLICT,
          "The CA did not revoke " + certificate.arn() + ": " + failure.getMessage(),
          failure);
    }
  }

  private static Optional<String> directory(Certificate certificate) {
    return Optional.ofNullable(certificate.acmeDirectory());
  }

  private static ServiceException refused(String why) {
    return new ServiceException(CommonFault.VALIDATION, why);
  }

  /**
   * Sends the validation mail of a name again, to the addresses of a domain that may be another
   * than before.
   *
   * @throws ServiceException {@code InvalidStateException} for a certificate that does not wait for
   *     approvals, {@code InvalidDomainValidationOptionsException} for another name or domain
   */
  public void resendValidationEmail(Caller caller, ResendValidationEmailRequest request) {
    Certificate certificate =
        access.authorizedAndLocked(caller, request.certificateArn(), "acm:ResendValidationEmail");
    if (certificate.validationMethod() != ValidationMethod.EMAIL || !certificate.isValidated()) {
      throw invalid(certificate, "does not wait for validation by e-mail");
    }
    String name = request.domain().toLowerCase(Locale.ROOT);
    NameValidation validation =
        names.of(certificate.id()).stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new ServiceException(
                        CertificateFault.INVALID_DOMAIN_VALIDATION_OPTIONS,
                        certificate.arn() + " is not requested for " + request.domain() + "."));
    String domain = ValidationRules.domain(name, request.validationDomain());
    if (validation.status() != DomainStatus.PENDING_VALIDATION) {
      throw invalid(certificate, "has had " + name + " approved already");
    }
    validation.mail(domain, clock.instant());
  }

  private static ServiceException invalid(Certificate certificate, String why) {
    return new ServiceException(
        CertificateFault.INVALID_STATE, "The certificate " + certificate.arn() + " " + why + ".");
  }
}
