package org.latchkey.client.demo;

import java.security.cert.X509Certificate;
import java.time.Duration;
import org.latchkey.client.Pem;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.waiters.WaiterOverrideConfiguration;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.acmpca.AcmPcaClient;
import software.amazon.awssdk.services.acmpca.model.ActionType;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityType;
import software.amazon.awssdk.services.acmpca.model.KeyAlgorithm;
import software.amazon.awssdk.services.acmpca.model.SigningAlgorithm;
import software.amazon.awssdk.services.acmpca.model.ValidityPeriodType;
import software.amazon.awssdk.services.acmpca.waiters.AcmPcaWaiter;

/**
 * A private root certificate authority.
 *
 * @param arn its ARN
 * @param certificate its certificate, which clients trust
 */
record RootAuthority(String arn, X509Certificate certificate) {
  private static final String TEMPLATE = "arn:aws:acm-pca:::template/RootCACertificate/V1";
  private static final long YEARS = 10;
  private static final WaiterOverrideConfiguration PATIENCE =
      WaiterOverrideConfiguration.builder()
          .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(100)))
          .waitTimeout(Duration.ofSeconds(60))
          .maxAttempts(Integer.MAX_VALUE)
          .build();

  /**
   * Makes one as AWS describes it: the authority, its CSR, a certificate that it issues to itself,
   * that certificate's import, and the permission for ACM to renew what it requests there.
   */
  static RootAuthority create(AcmPcaClient acmPca, String commonName) {
    String arn =
        acmPca
            .createCertificateAuthority(
                request ->
                    request
                        .certificateAuthorityType(CertificateAuthorityType.ROOT)
                        .certificateAuthorityConfiguration(
                            configuration ->
                                configuration
                                    .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1)
                                    .signingAlgorithm(SigningAlgorithm.SHA256_WITHECDSA)
                                    .subject(subject -> subject.commonName(commonName))))
            .certificateAuthorityArn();
    String certificate = selfIssue(acmPca, arn);
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
    CertificateAuthorityStatus status =
        acmPca
            .describeCertificateAuthority(request -> request.certificateAuthorityArn(arn))
            .certificateAuthority()
            .status();
    DemoFailure.unless(
        status == CertificateAuthorityStatus.ACTIVE,
        "The authority should be ACTIVE with its certificate, but is " + status + ".");
    return new RootAuthority(arn, Pem.certificate(certificate));
  }

  private static String selfIssue(AcmPcaClient acmPca, String arn) {
    try (AcmPcaWaiter waiter =
        AcmPcaWaiter.builder().client(acmPca).overrideConfiguration(PATIENCE).build()) {
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
                          .validity(
                              validity -> validity.type(ValidityPeriodType.YEARS).value(YEARS)))
              .certificateArn();
      waiter.waitUntilCertificateIssued(
          request -> request.certificateAuthorityArn(arn).certificateArn(certificateArn));
      return acmPca
          .getCertificate(
              request -> request.certificateAuthorityArn(arn).certificateArn(certificateArn))
          .certificate();
    }
  }
}
