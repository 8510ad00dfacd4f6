package org.latchkey.client.demo;

import java.time.Duration;
import software.amazon.awssdk.core.waiters.Waiter;
import software.amazon.awssdk.core.waiters.WaiterAcceptor;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.DescribeCertificateResponse;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;

/**
 * A certificate from the private authority.
 *
 * @param arn its ARN
 * @param domainName the name that it is for
 */
record IssuedCertificate(String arn, String domainName) {

  /** Requests one and waits until it is issued. */
  static IssuedCertificate request(AcmClient acm, RootAuthority authority, String domainName) {
    String arn =
        acm.requestCertificate(
                request ->
                    request
                        .domainName(domainName)
                        .certificateAuthorityArn(authority.arn())
                        .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1))
            .certificateArn();
    CertificateStatus status =
        waiter()
            .run(() -> acm.describeCertificate(request -> request.certificateArn(arn)))
            .matched()
            .response()
            .map(response -> response.certificate().status())
            .orElse(CertificateStatus.UNKNOWN_TO_SDK_VERSION);
    DemoFailure.unless(
        status == CertificateStatus.ISSUED,
        "The certificate should be ISSUED, but is " + status + ".");
    return new IssuedCertificate(arn, domainName);
  }

  private static Waiter<DescribeCertificateResponse> waiter() {
    return Waiter.builder(DescribeCertificateResponse.class)
        .addAcceptor(
            WaiterAcceptor.successOnResponseAcceptor(
                response ->
                    response.certificate().status() != CertificateStatus.PENDING_VALIDATION))
        .addAcceptor(WaiterAcceptor.retryOnResponseAcceptor(response -> true))
        .overrideConfiguration(
            patience ->
                patience
                    .backoffStrategyV2(BackoffStrategy.fixedDelay(Duration.ofMillis(100)))
                    .waitTimeout(Duration.ofSeconds(60))
                    .maxAttempts(Integer.MAX_VALUE))
        .build();
  }
}
