package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.latchkey.tests.Refusal.assertRefused;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.Pem;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateExport;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.DomainStatus;
import software.amazon.awssdk.services.acm.model.KeyAlgorithm;
import software.amazon.awssdk.services.acm.model.ResourceRecord;
import software.amazon.awssdk.services.acm.model.ValidationMethod;
import software.amazon.awssdk.services.acmpca.model.RevocationReason;

/** Certificates with validated names, on a server whose issuer is another after a restart. */
@Tag("postgresql")
@RequiredTool({Tool.PEBBLE, Tool.OPENSSL})
class ReplacedIssuerIT {
  private final LatchkeyServer server = LatchkeyServer.configure();
  private final DnsServer dns;
  private final AwsClients clients;
  private final AcmClient acm;

  ReplacedIssuerIT() throws IOException {
    dns = new DnsServer();
    server.with("LATCHKEY_DNS_SERVERS", "127.0.0.1:" + dns.port());
    clients = AwsClients.root(server);
    acm = clients.acm();
  }

  @AfterEach
  void stop() {
    clients.close();
    server.close();
    dns.close();
  }

  @Test
  void orderOfAPublicCaThatIsGone_isForThePrivateOneAndThatRevokes(@TempDir Path folder)
      throws Exception {
    Pebble silent = new Pebble(folder, dns.port(), LatchkeyServer.freePort());
    silent
        .configure(server)
        .with("LATCHKEY_ACME_DNS_SERVER", "127.0.0.1:" + dns.port())
        .with("LATCHKEY_ACME_DNS_TSIG_NAME", "latchkey-updates.")
        .with("LATCHKEY_ACME_DNS_TSIG_SECRET", "bGF0Y2hrZXkncyBrZXkgZm9yIHVwZGF0ZXMgb2YgRE5T")
        .start();
    PrivateAuthority first = PrivateAuthority.create(clients.acmPca());
    PrivateAuthority second = PrivateAuthority.create(clients.acmPca());
    String arn = request("ordered.latchkey.test");
    Await.until(
        "the name is validated",
        () ->
            describe(arn).domainValidationOptions().get(0).validationStatus()
                == DomainStatus.SUCCESS);
    assertThat(describe(arn).status()).isEqualTo(CertificateStatus.PENDING_VALIDATION);

    server.stop();
    server.without("LATCHKEY_ACME_").with("LATCHKEY_VALIDATED_ISSUER", first.arn()).restart();
    Await.until("it is issued", () -> describe(arn).status() == CertificateStatus.ISSUED);

    X509Certificate issued = certificate(arn);
    issued.verify(first.certificate().getPublicKey());
    ExportedKey.export(acm, arn);

    server.stop();
    server.with("LATCHKEY_VALIDATED_ISSUER", second.arn()).restart();
    acm.revokeCertificate(request -> request.certificateArn(arn).revocationReason("SUPERSEDED"));

    assertThat(describe(arn).status()).isEqualTo(CertificateStatus.REVOKED);
    assertRefused("RequestAlreadyProcessedException", () -> revoke(first, issued));

    String next = request("next.latchkey.test");
    Await.until("it is issued", () -> describe(next).status() == CertificateStatus.ISSUED);
    certificate(next).verify(second.certificate().getPublicKey());
    ExportedKey.export(acm, next);
    // as a kill leaves it that comes when the CA has revoked and ACM does not know yet
    revoke(second, certificate(next));
    acm.revokeCertificate(request -> request.certificateArn(next).revocationReason("SUPERSEDED"));
    assertThat(describe(next).status()).isEqualTo(CertificateStatus.REVOKED);
  }

  private void revoke(PrivateAuthority authority, X509Certificate certificate) {
    clients
        .acmPca()
        .revokeCertificate(
            request ->
                request
                    .certificateAuthorityArn(authority.arn())
                    .certificateSerial(certificate.getSerialNumber().toString(16))
                    .revocationReason(RevocationReason.SUPERSEDED));
  }

  /** Requests a certificate and shows control of its name. */
  private String request(String name) {
    String arn =
        acm.requestCertificate(
                request ->
                    request
                        .domainName(name)
                        .validationMethod(ValidationMethod.DNS)
                        .keyAlgorithm(KeyAlgorithm.EC_PRIME256_V1)
                        .options(options -> options.export(CertificateExport.ENABLED)))
            .certificateArn();
    ResourceRecord record = describe(arn).domainValidationOptions().get(0).resourceRecord();
    dns.cname(record.name(), record.value());
    return arn;
  }

  private CertificateDetail describe(String arn) {
    return acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
  }

  private X509Certificate certificate(String arn) {
    return Pem.certificate(
        acm.getCertificate(request -> request.certificateArn(arn)).certificate());
  }
}
