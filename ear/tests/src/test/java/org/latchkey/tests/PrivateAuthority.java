package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import org.latchkey.client.Pem;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.ActionType;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.SigningAlgorithm;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;
import software.amazon.awssdk.services.acmpca.waiters.AcmPcaWaiter;

/**
 * A private root authority, made as AWS Private CA's guide describes it, that ACM may renew with,
 * and certificates from it.
 *
 * @param arn its ARN
 * @param certificate its certificate
 */
record PrivateAuthority(String arn, X509Certificate certificate) {
  private static final String TEMPLATE = "arn:aws:acm-pca:::template/RootCACertificate/V1";

  static PrivateAuthority create(AcmPcaClient acmPca) {
    String arn =
        acmPca
            .createCertificateAuthority(
                request ->
                    request
                        .certificateAuthorityType(CertificateAuthorityType.ROOT)
                        .certificateAuthorityConfiguration(
                            configuration ->
                                configuration
                                    .keyAlgorithm("EC_prime256v1")
                                    .signingAlgorithm(SigningAlgorithm.SHA256_WITHECDSA)
                                    .subject(subject -> subject.commonName("Root of the tests"))))
            .certificateAuthorityArn();
    String certificate = selfIssued(acmPca, arn);
    acmPca.importCertificateAuthorityCertificate(
        request ->
            request.certificateAuthorityArn(arn).certificate(SdkBytes.fromUtf8String(certificate)));
    acmPca.createPermission(
        request ->
            request
                .certificateAuthorityArn(arn)
                .principal("acm.amazonaws.com")
                .actions(
                    ActionType.ISSUE_CERTIFICATE,
                    ActionType.GET_CERTIFICATE,
                    ActionType.LIST_PERMISSIONS));
    assertThat(
            acmPca
                .describeCertificateAuthority(request -> request.certificateAuthorityArn(arn))
                .certificateAuthority()
                .status())
        .isEqualTo(CertificateAuthorityStatus.ACTIVE);
    return new PrivateAuthority(arn, Pem.certificate(certificate));
  }

  private static String selfIssued(AcmPcaClient acmPca, String arn) {
    try (AcmPcaWaiter waiter = AcmPcaWaiter.builder().client(acmPca).build()) {
      waiter.waitUntilCertificateAuthorityCSRCreated(
          request -> request.certificateAuthorityArn(arn));
      String csr =
          acmPca.getCertificateAuthorityCsr(request -> request.certificateAuthorityArn(arn)).csr();
      String certificateArn =
          acmPca
              .issueCertificate(
                  request ->
                      request
                          .certificateAuthorityArn(arn)
                          .csr(SdkBytes.fromUtf8String(csr))
                          .templateArn(TEMPLATE)
                          .signingAlgorithm(SigningAlgorithm.SHA256_WITHECDSA)
                          .validity(validity -> validity.type(ValidityPeriodType.YEARS).value(10L)))
              .certificateArn();
      waiter.waitUntilCertificateIssued(
          request -> request.certificateAuthorityArn(arn).certificateArn(certificateArn));
      return acmPca
          .getCertificate(
              request -> request.certificateAuthorityArn(arn).certificateArn(certificateArn))
          .certificate();
    }
  }

  /**
   * Requests a certificate with an elliptic curve's key.
   *
   * @return its ARN; it is issued by then
   */
  String request(AwsClients clients, String domainName) {
    return clients
        .acm()
        .requestCertificate(
            request ->
                request
                    .domainName(domainName)
                    .certificateAuthorityArn(arn)
                    .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1))
        .certificateArn();
  }
}
