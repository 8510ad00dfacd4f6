package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.latchkey.client.AssociationClient;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Private keys that a test knows, as it imported or exported them, with which a server has done
 * what there is to do: they are stored, and on their way in the broker's queues.
 */
final class CanaryKeys {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LatchkeyServer server;
  private final Map<String, PrivateKey> keys = new LinkedHashMap<>();
  private String storedBase64 = "";

  private CanaryKeys(LatchkeyServer server) {
    this.server = server;
  }

  /** Has a server, on H2, keep such keys. */
  static CanaryKeys store(LatchkeyServer server) throws Exception {
    CanaryKeys canaries = new CanaryKeys(server);
    try (AwsClients clients = AwsClients.root(server)) {
      List<String> arns =
          List.of(
              canaries.importKey(clients, "EC", 256),
              canaries.importKey(clients, "RSA", 2048),
              canaries.issueAndExport(clients));
      canaries.leaveInTheQueueOfAService(arns);
    }
    return canaries;
  }

  private String importKey(AwsClients clients, String algorithm, int bits) throws Exception {
    KeyAndCertificate imported = KeyAndCertificate.create(algorithm, bits, "canary.latchkey.test");
    SdkBytes certificate = imported.certificatePem();
    SdkBytes privateKey = imported.privateKeyPem();
    keys.put("imported " + algorithm, imported.privateKey());
    storedBase64 = certificate.asUtf8String().lines().skip(2).findFirst().orElseThrow();
    return clients
        .acm()
        .importCertificate(request -> request.certificate(certificate).privateKey(privateKey))
        .certificateArn();
  }

  private String issueAndExport(AwsClients clients) throws Exception {
    String arn = PrivateAuthority.create(clients.acmPca()).request(clients, "issued.latchkey.test");
    keys.put("issued", ExportedKey.decrypt(ExportedKey.export(clients.acm(), arn)));
    return arn;
  }

  private void leaveInTheQueueOfAService(List<String> certificateArns) {
    RegisteredService service = RegisteredService.create(server);
    try (AssociationClient messages =
        AssociationClient.connect(server.broker(), service.name(), service.credentials())) {
      for (String arn : certificateArns) {
        assertThat(messages.associate(arn, service.resourceArn(), PATIENCE).status())
            .isEqualTo("Associated");
      }
    }
  }

  /** Looks through all that the server has written, among it the database. */
  void assertInNoFile() throws IOException {
    for (Map.Entry<String, PrivateKey> key : keys.entrySet()) {
      assertThat(new KeyTraces(key.getValue()).in(server.data())).as(key.getKey()).isEmpty();
    }
    assertThat(KeyTraces.ofText(storedBase64).in(server.data()))
        .as("the certificate, which is no secret, in the same files")
        .isNotEmpty();
  }
}
