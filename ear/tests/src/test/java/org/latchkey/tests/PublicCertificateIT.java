package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.Pem;
import org.xbill.DNS.TSIG;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateExport;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.CertificateType;
import software.amazon.awssdk.services.acm.model.FailureReason;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.RenewalStatus;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * Certificates of a public CA, which sees its DNS-01 challenges answered on the name server that
 * takes Latchkey's updates.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@RequiredTool({Tool.PEBBLE, Tool.OPENSSL})
class PublicCertificateIT {
  private static final String ZONE = "public.latchkey.test";
  private static final String CHALLENGE = "_acme-challenge." + ZONE + ".";
  private static final String KEY_NAME = "latchkey-updates.";
  private static final String KEY = "bGF0Y2hrZXkncyBrZXkgZm9yIHVwZGF0ZXMgb2YgRE5T";

  private final DnsServer dns;
  private LatchkeyServer server;
  private Pebble pebble;
  private AwsClients clients;
  private AcmClient acm;

  PublicCertificateIT() throws IOException {
    dns = new DnsServer();
  }

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    dns.zone(ZONE + ".", new TSIG("hmac-sha256", KEY_NAME, KEY));
    pebble = new Pebble(folder, dns.port(), LatchkeyServer.freePort()).start();
    server =
        pebble
            .configure(LatchkeyServer.configure())
            .with("LATCHKEY_DNS_SERVERS", "127.0.0.1:" + dns.port())
            .with("LATCHKEY_ACME_DNS_SERVER", "127.0.0.1:" + dns.port())
            .with("LATCHKEY_ACME_DNS_TSIG_NAME", KEY_NAME)
            .with("LATCHKEY_ACME_DNS_TSIG_SECRET", KEY)
            .with("LATCHKEY_ACME_DNS_DELAY_SECONDS", "1")
            .start();
    clients = AwsClients.root(server);
    acm = clients.acm();
  }

  @AfterAll
  void stop() {
    clients.close();
    server.close();
    pebble.close();
    dns.close();
  }

  private String request(String name, String... others) {
    String arn =
        acm.requestCertificate(
                request -> {
                  request
                      .domainName(name)
                      .validationMethod(ValidationMethod.DNS)
                      .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1)
                      .options(options -> options.export(CertificateExport.ENABLED));
                  if (others.length > 0) {
                    request.subjectAlternativeNames(others);
                  }
                })
            .certificateArn();
    describe(arn)
        .domainValidationOptions()
        .forEach(each -> dns.cname(each.resourceRecord().name(), each.resourceRecord().value()));
    return arn;
  }

  private CertificateDetail describe(String arn) {
    return acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
  }

  private X509Certificate certificate(String arn) {
    return Pem.certificate(
        acm.getCertificate(request -> request.certificateArn(arn)).certificate());
  }

  @Test
  void certificate_isIssuedRenewedAndRevokedWhateverIsKilled() throws Exception {
    String arn = request(ZONE, "*." + ZONE);
    Await.until("the challenges are answered", () -> dns.texts(CHALLENGE) == 2);
    server.kill9();
    server.restart();
    Await.until("it is issued", () -> describe(arn).status() == CertificateStatus.ISSUED);

    X509Certificate first = certificate(arn);
    assertThat(describe(arn).type()).isEqualTo(CertificateType.AMAZON_ISSUED);
    assertThat(first.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(List.of(2, ZONE), List.of(2, "*." + ZONE));
    assertThat(first.getIssuerX500Principal().getName()).contains("Pebble");
    assertThat(dns.texts(CHALLENGE)).as("answers that are left").isZero();

    ExportedKey.export(acm, arn);
    pebble.stop();
    acm.renewCertificate(request -> request.certificateArn(arn));
    Await.until(
        "the description says that the CA is not to be reached",
        () -> FailureReason.OTHER.equals(describe(arn).renewalSummary().renewalStatusReason()));
    assertThat(describe(arn).renewalSummary().renewalStatus())
        .isEqualTo(RenewalStatus.PENDING_AUTO_RENEWAL);
    assertThat(certificate(arn)).isEqualTo(first);

    pebble.start();
    Await.until(
        "it is renewed",
        () -> describe(arn).renewalSummary().renewalStatus() == RenewalStatus.SUCCESS);
    assertThat(certificate(arn).getPublicKey()).isNotEqualTo(first.getPublicKey());
    assertThat(dns.texts(CHALLENGE)).as("answers that are left").isZero();

    acm.revokeCertificate(
        request -> request.certificateArn(arn).revocationReason("KEY_COMPROMISE"));
    assertThat(describe(arn).status()).isEqualTo(CertificateStatus.REVOKED);
  }

  @Test
  void nameThatTheCaDoesNotCertify_failsTheRequest() {
    String arn = request(Pebble.BLOCKED);

    Await.until("it has failed", () -> describe(arn).status() == CertificateStatus.FAILED);

    assertThat(describe(arn).failureReason()).isEqualTo(FailureReason.DOMAIN_NOT_ALLOWED);
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(() -> acm.getCertificate(request -> request.certificateArn(arn)));
  }
}
