package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateDetail.DomainValidation;
import org.latchkey.certificates.CertificateDetail.ExtendedKeyUsage;
import org.latchkey.certificates.CertificateDetail.HttpRedirect;
import org.latchkey.certificates.CertificateDetail.KeyUsage;
import org.latchkey.certificates.CertificateDetail.RenewalSummary;
import org.latchkey.certificates.CertificateDetail.ResourceRecord;
import org.latchkey.certificates.CertificateOperations.CertificateOptions;
import org.latchkey.x509.CertificateDetails;
import org.latchkey.x509.Pem;

/** Says of a certificate what the published shapes say. */
@ApplicationScoped
class CertificateDescriptions {

  /** An imported certificate has none that could be set. */
  private static final CertificateOptions NO_OPTIONS =
      new CertificateOptions("DISABLED", "DISABLED");

  /** The most alternative names that a summary shows. */
  private static final int NAMES_IN_SUMMARY = 100;

  @Inject @Any private Instance<CertificateUsers> users;
  @Inject private NameValidations names;
  @Inject private Clock clock;

  CertificateDetail detail(Certificate certificate) {
    Instant now = clock.instant();
    CertificateDetails details = details(certificate);
    List<DomainValidation> validations = validations(certificate);
    List<String> inUseBy = new ArrayList<>();
    users.forEach(each -> inUseBy.addAll(each.resourcesOf(certificate.id())));
    boolean imported = certificate.type() == CertificateType.IMPORTED;
    return new CertificateDetail(
        certificate.arn().toString(),
        certificate.domainName(),
        certificate.alternativeNames().isEmpty() ? null : certificate.alternativeNames(),
        certificate.managedBy(),
        validations.isEmpty() ? null : validations,
        details == null ? null : details.serial(),
        details == null ? requestedSubject(certificate) : details.subject(),
        details == null ? null : details.issuer(),
        certificate.createdAt(),
        certificate.issuedAt(),
        certificate.importedAt(),
        certificate.status(now),
        certificate.revokedAt(),
        certificate.revocationReason(),
        certificate.notBefore(),
        certificate.notAfter(),
        certificate.keyAlgorithm(),
        details == null ? null : details.signatureAlgorithm(),
        inUseBy,
        certificate.failureReason(),
        certificate.type(),
        renewal(certificate, validations),
        details == null ? List.of() : details.keyUsages().stream().map(KeyUsage::new).toList(),
        details == null
            ? List.of()
            : details.extendedKeyUsages().stream()
                .map(usage -> new ExtendedKeyUsage(usage.name(), usage.oid()))
                .toList(),
        certificate.authorityArn(),
        eligibility(certificate, now),
        imported
            ? NO_OPTIONS
            : new CertificateOptions(certificate.transparency(), certificate.exportOption()),
        certificate.keyPairOrigin(),
        null,
        null);
  }

  CertificateSummary summary(Certificate certificate) {
    Instant now = clock.instant();
    CertificateDetails details = details(certificate);
    List<String> names = certificate.alternativeNames();
    return new CertificateSummary(
        certificate.arn().toString(),
        certificate.domainName(),
        names.subList(0, Math.min(names.size(), NAMES_IN_SUMMARY)),
        names.size() > NAMES_IN_SUMMARY,
        certificate.status(now),
        certificate.type(),
        certificate.keyAlgorithm(),
        details == null ? List.of() : details.keyUsages(),
        details == null
            ? List.of()
            : details.extendedKeyUsages().stream()
                .map(CertificateDetails.ExtendedKeyUsageDetail::name)
                .toList(),
        certificate.type() == CertificateType.IMPORTED ? null : certificate.exportOption(),
        certificate.inUse(),
        certificate.hasBeenExported(),
        eligibility(certificate, now),
        certificate.notBefore(),
        certificate.notAfter(),
        certificate.createdAt(),
        certificate.issuedAt(),
        certificate.importedAt(),
        certificate.revokedAt(),
        certificate.managedBy(),
        certificate.keyPairOrigin());
  }

  /** The subject that a certificate which is not issued yet is to have. */
  private static @Nullable String requestedSubject(Certificate certificate) {
    return certificate.domainName() == null ? null : "CN=" + certificate.domainName();
  }

  static @Nullable CertificateDetails details(Certificate certificate) {
    String pem = certificate.certificate();
    return pem == null ? null : CertificateDetails.of(Pem.readCertificate(pem.getBytes(US_ASCII)));
  }

  private List<DomainValidation> validations(Certificate certificate) {
    return names.of(certificate.id()).stream().map(CertificateDescriptions::validation).toList();
  }

  private static DomainValidation validation(NameValidation validation) {
    ControlRecord record = validation.record();
    HttpProof proof = validation.proof();
    boolean email = validation.method() == ValidationMethod.EMAIL;
    return new DomainValidation(
        validation.name(),
        email ? ValidationMail.addresses(validation.validationDomain()) : null,
        validation.validationDomain(),
        validation.status(),
        record == null ? null : new ResourceRecord(record.name(), "CNAME", record.value()),
        proof == null
            ? null
            : new HttpRedirect(proof.redirectFrom(validation.name()), proof.redirectTo()),
        validation.method());
  }

  private static @Nullable RenewalSummary renewal(
      Certificate certificate, List<DomainValidation> validations) {
    RenewalStatus status = certificate.renewalStatus();
    Instant at = certificate.renewalAt();
    return status == null || at == null
        ? null
        : new RenewalSummary(status, validations, certificate.renewalReason(), at);
  }

  static String eligibility(Certificate certificate, Instant now) {
    return certificate.eligibleForRenewal(now) ? "ELIGIBLE" : "INELIGIBLE";
  }
}
