package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.latchkey.client.Pem;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.FailureReason;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.RequestInProgressException;
import software.amazon.awssdk.services.acm.model.ResourceRecord;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * Certificates that are issued once the DNS shows control of their names, from a name server of the
 * tests' own.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DnsValidationIT {
  private LatchkeyServer server;
  private DnsServer dns;
  private AwsClients clients;
  private AcmClient acm;
  private PrivateAuthority issuer;

  @BeforeAll
  void start() throws IOException {
    dns = new DnsServer();
    server = LatchkeyServer.configure().start();
    try (AwsClients first = AwsClients.root(server)) {
      assertThatExceptionOfType(AcmException.class)
          .isThrownBy(() -> request(first.acm(), "early.latchkey.test"))
          .withMessageContaining("No issuer of validated certificates is configured");
      issuer = PrivateAuthority.create(first.acmPca());
    }
    server.stop();
    server
        .with("LATCHKEY_VALIDATED_ISSUER", issuer.arn())
        .with("LATCHKEY_DNS_SERVERS", "127.0.0.1:" + dns.port())
        .with("LATCHKEY_CAA_IDENTITY", "ca.latchkey.test")
        .restart();
    clients = AwsClients.root(server);
    acm = clients.acm();
  }

  @AfterAll
  void stop() {
    clients.close();
    server.close();
    dns.close();
  }

  private static String request(AcmClient acm, String name, String... others) {
    return acm.requestCertificate(
            request -> {
              request
                  .domainName(name)
                  .validationMethod(ValidationMethod.DNS)
                  .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1);
              if (others.length > 0) {
                request.subjectAlternativeNames(others);
              }
            })
        .certificateArn();
  }

  private CertificateDetail describe(String arn) {
    return acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
  }

  private ResourceRecord record(String arn, int name) {
    return describe(arn).domainValidationOptions().get(name).resourceRecord();
  }

  private void publish(ResourceRecord record) {
    dns.cname(record.name(), record.value());
  }

  private void awaitStatus(String arn, CertificateStatus status) {
    Await.until(arn + " is " + status, () -> describe(arn).status() == status);
  }

  @Test
  void certificate_isIssuedOnceEveryRecordIsThere() throws Exception {
    String arn = request(acm, "shop.latchkey.test", "*.shop.latchkey.test", "pay.latchkey.test");

    assertThat(describe(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);
    assertThat(describe(arn).type()).isEqualTo(CertificateType.AMAZON_ISSUED);
    assertThatExceptionOfType(RequestInProgressException.class)
        .isThrownBy(() -> acm.getCertificate(request -> request.certificateArn(arn)));
    assertThat(record(arn, 1))
        .as("a wildcard has the record of the domain below it")
        .isEqualTo(record(arn, 0));

    publish(record(arn, 0));
    Await.until(
        "two names are validated",
        () ->
            describe(arn).domainValidationOptions().stream()
                    .filter(name -> name.validationStatus() == DomainStatus.SUCCESS)
                    .count()
                == 2);
    assertThat(describe(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);

    publish(record(arn, 2));
    awaitStatus(arn, CertificateStatus.ISSUED);

    X509Certificate certificate =
        Pem.certificate(acm.getCertificate(request -> request.certificateArn(arn)).certificate());
    certificate.verify(issuer.certificate().getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "shop.latchkey.test"),
            List.of(2, "*.shop.latchkey.test"),
            List.of(2, "pay.latchkey.test"));
    assertThat(describe(arn).certificateAuthorityArn()).isNull();
  }

  @Test
  void recordThatStays_servesTheNextRequest() {
    String first = request(acm, "again.latchkey.test");
    publish(record(first, 0));
    awaitStatus(first, CertificateStatus.ISSUED);

    String second = request(acm, "again.latchkey.test");

    assertThat(record(second, 0)).isEqualTo(record(first, 0));
    awaitStatus(second, CertificateStatus.ISSUED);
  }

  @Test
  void caaRecordThatNamesAnother_failsTheRequest() {
    dns.caa("closed.latchkey.test", "issue", "ca.example.net");
    String arn = request(acm, "www.closed.latchkey.test");

    publish(record(arn, 0));

    awaitStatus(arn, CertificateStatus.FAILED);
    assertThat(describe(arn).failureReason()).isEqualTo(FailureReason.CAA_ERROR);
  }

  @Test
  void labelThatStandsForNothing_isRefused() {
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(() -> request(acm, "xn--zzzzzzzzzzz99999999.latchkey.test"))
        .withMessageContaining("no internationalized label");
  }

  @Test
  void pendingRequest_isDeleted() {
    String arn = request(acm, "never.latchkey.test");

    acm.deleteCertificate(request -> request.certificateArn(arn));

    assertThat(
            acm.listCertificatesPaginator(
                    request ->
                        request.includes(types -> types.keyTypes(KeyAlgorithm.EC_PRIME256_V1)))
                .certificateSummaryList())
        .noneMatch(summary -> summary.certificateArn().equals(arn));
  }
}
