package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acm.model.AcmException;
import software.amazon.awssdk.services.acm.model.CertificateDetail;
import software.amazon.awssdk.services.acm.model.CertificateStatus;
import software.amazon.awssdk.services.acm.model.ValidationMethod;

/**
 * Certificates of a public CA, which fetches the answers to its HTTP-01 challenges from Latchkey:
 * Pebble's challenge server leads it there from every name.
 */
@Tag("any-database")
@RequiredTool({Tool.PEBBLE, Tool.OPENSSL})
class HttpChallengeIT {

  @Test
  void certificate_isIssuedOnceTheCaHasSeenThisServer(@TempDir Path folder) throws IOException {
    LatchkeyServer server = LatchkeyServer.configure();
    int names = LatchkeyServer.freePort();
    int management = LatchkeyServer.freePort();
    Process challenges =
        new ProcessBuilder(
                "pebble-challtestsrv",
                "-dns01",
                "127.0.0.1:" + names,
                "-management",
                "127.0.0.1:" + management,
                "-http01",
                "",
                "-https01",
                "",
                "-tlsalpn01",
                "",
                "-defaultIPv6",
                "")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("challenges.log").toFile())
            .start();
    try (DnsServer dns = new DnsServer();
        Pebble pebble = new Pebble(folder, names, httpPort(server.endpoint()));
        server) {
      Await.until("the challenge server listens", () -> Pebble.listens(management));
      pebble
          .start()
          .configure(server)
          .with("LATCHKEY_DNS_SERVERS", "127.0.0.1:" + dns.port())
          .start();
      try (AwsClients clients = AwsClients.root(server)) {
        issue(clients.acm(), dns);
      }
      assertThat(server.status("/.well-known/acme-challenge/none")).isEqualTo(404);
    } finally {
      challenges.destroyForcibly();
    }
  }

  private static void issue(AcmClient acm, DnsServer dns) {
    assertThatExceptionOfType(AcmException.class)
        .isThrownBy(() -> request(acm, "*.web.latchkey.test"))
        .withMessageContaining("no wildcards");
    String arn = request(acm, "web.latchkey.test");
    describe(acm, arn)
        .domainValidationOptions()
        .forEach(each -> dns.cname(each.resourceRecord().name(), each.resourceRecord().value()));

    Await.until("it is issued", () -> describe(acm, arn).status() == CertificateStatus.ISSUED);

    assertThat(describe(acm, arn).issuer()).contains("Pebble");
  }

  private static String request(AcmClient acm, String name) {
    return acm.requestCertificate(
            request -> request.domainName(name).validationMethod(ValidationMethod.DNS))
        .certificateArn();
  }

  private static CertificateDetail describe(AcmClient acm, String arn) {
    return acm.describeCertificate(request -> request.certificateArn(arn)).certificate();
  }

  private static int httpPort(URI endpoint) {
    return endpoint.getPort();
  }
}
