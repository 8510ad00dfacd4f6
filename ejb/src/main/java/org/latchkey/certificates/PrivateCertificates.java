package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.cert.X509Certificate;
import java.util.List;
import org.latchkey.authorities.AuthorityFault;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.Pem;
import org.latchkey.x509.SubscriberKey;
import org.latchkey.x509.Validity;

/** Makes a key, has a private CA certify it, and encrypts it: what requests and renewals share. */
@ApplicationScoped
class PrivateCertificates {

  @Inject private PrivateCaIssuance issuance;
  @Inject private PrivateKeyProtection protection;

  /**
   * A new key pair for {@code certificate}, certified.
   *
   * @throws Refused where the private CA refuses
   */
  IssuedKeyPair issue(Caller caller, Certificate certificate) throws Refused {
    String authorityArn =
        certificate.type() == CertificateType.AMAZON_ISSUED
            ? ValidatedIssuer.arn().orElse(null)
            : certificate.authorityArn();
    if (authorityArn == null) {
      throw new Refused(FailureReason.PCA_INVALID_ARN);
    }
    List<String> names = certificate.alternativeNames();
    try (SubscriberKey key = SubscriberKey.generate(certificate.keyAlgorithm())) {
      // first, as a key that cannot be kept needs no certificate
      PrivateKeyProtection.Protected encrypted =
          protection.protect(caller, certificate.arn(), key.privateKey());
      PrivateCaIssuance.Issued issued =
          certificate.type() == CertificateType.AMAZON_ISSUED
              ? certify(
                  ValidatedIssuer.caller(caller, authorityArn),
                  authorityArn,
                  names,
                  key,
                  ValidatedIssuer.VALIDITY)
              : certify(caller, authorityArn, names, key, PrivateCaIssuance.THIRTEEN_MONTHS);
      X509Certificate read = Pem.readCertificate(issued.certificate().getBytes(US_ASCII));
      return new IssuedKeyPair(
          issued.certificate(),
          issued.chain(),
          encrypted.ciphertext(),
          encrypted.keyMaterialId(),
          read.getNotBefore().toInstant(),
          read.getNotAfter().toInstant(),
          authorityArn);
    }
  }

  private PrivateCaIssuance.Issued certify(
      Caller caller, String authorityArn, List<String> names, SubscriberKey key, Validity validity)
      throws Refused {
    try {
      return issuance.issue(caller, authorityArn, names, key, validity);
    } catch (ServiceException refused) {
      if (refused.fault() == CommonFault.SERVICE_UNAVAILABLE) {
        throw refused;
      }
      throw new Refused(reason(refused.fault()));
    }
  }

  private static FailureReason reason(Fault fault) {
    if (fault instanceof AuthorityFault authorityFault) {
      return switch (authorityFault) {
        case INVALID_ARN -> FailureReason.PCA_INVALID_ARN;
        case INVALID_STATE -> FailureReason.PCA_INVALID_STATE;
        case RESOURCE_NOT_FOUND -> FailureReason.PCA_RESOURCE_NOT_FOUND;
        case LIMIT_EXCEEDED -> FailureReason.PCA_LIMIT_EXCEEDED;
        case INVALID_ARGS, MALFORMED_CSR -> FailureReason.PCA_INVALID_ARGS;
        default -> FailureReason.PCA_REQUEST_FAILED;
      };
    }
    if (fault == CommonFault.VALIDATION) {
      // of what is asked for here, only the end can be one that the authority does not give
      return FailureReason.PCA_INVALID_DURATION;
    }
    return fault == CommonFault.ACCESS_DENIED
        ? FailureReason.PCA_ACCESS_DENIED
        : FailureReason.PCA_REQUEST_FAILED;
  }

  /** A private CA's refusal, by the name that a description gives it. */
  static final class Refused extends Exception {

    private final FailureReason reason;

    Refused(FailureReason reason) {
      super(reason.name());
      this.reason = reason;
    }

    FailureReason reason() {
      return reason;
    }
  }
}
