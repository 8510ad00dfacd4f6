package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.AssociationClient;
import software.amazon.awssdk.core.SdkBytes;

/**
 * Private keys that this test knows, as it imported or exported them, are in none of the files that
 * a server and its database write: neither while it runs, with a key on its way in the broker's
 * queues, nor after it has ended.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CanaryIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final LatchkeyServer server = LatchkeyServer.configure();
  private final Map<String, PrivateKey> keys = new LinkedHashMap<>();
  private String storedBase64 = "";

  @BeforeAll
  void storeKeys() throws Exception {
    server.start();
    try (AwsClients clients = AwsClients.root(server)) {
      List<String> arns =
          List.of(
              importKey(clients, "EC", 256),
              importKey(clients, "RSA", 2048),
              issueAndExport(clients));
      leaveInTheQueueOfAService(arns);
    }
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

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  @Order(1)
  void search_findsEachKeyInEachForm(@TempDir Path folder) throws IOException {
    for (PrivateKey key : keys.values()) {
      Map<String, byte[]> copies = copies(key);
      for (Map.Entry<String, byte[]> copy : copies.entrySet()) {
        Files.write(folder.resolve(copy.getKey()), copy.getValue());
      }

      assertThat(new KeyTraces(key).in(folder))
          .extracting(finding -> finding.substring(0, finding.indexOf(':')))
          .containsAll(copies.keySet());
    }
  }

  private static Map<String, byte[]> copies(PrivateKey key) {
    byte[] der = key.getEncoded();
    byte[] pem =
        ("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
                + "\n-----END PRIVATE KEY-----\n")
            .getBytes(UTF_8);
    Map<String, byte[]> copies = new LinkedHashMap<>();
    copies.put("der", between(der));
    copies.put("pem", between(pem));
    copies.put("json", new String(pem, UTF_8).replace("\n", "\\n").getBytes(UTF_8));
    for (byte[] number : KeyTraces.numbers(key)) {
      copies.put("raw-" + copies.size(), between(number));
      copies.put("hex-" + copies.size(), HexFormat.of().formatHex(number).getBytes(UTF_8));
      for (int shift = 0; shift < 3; shift++) {
        copies.put("base64-" + copies.size(), base64(shift, number));
      }
    }
    for (int shift = 0; shift < 3; shift++) {
      copies.put("base64-of-der-" + shift, base64(shift, der));
      copies.put("base64-of-pem-" + shift, base64(shift, pem));
    }
    return copies;
  }

  /** Surrounded by other bytes, as in a database's page. */
  private static byte[] between(byte[] bytes) {
    byte[] whole = new byte[bytes.length + 20_000];
    System.arraycopy(bytes, 0, whole, 9_999, bytes.length);
    return whole;
  }

  private static byte[] base64(int shift, byte[] bytes) {
    byte[] shifted = new byte[shift + bytes.length];
    System.arraycopy(bytes, 0, shifted, shift, bytes.length);
    return Base64.getEncoder().encode(shifted);
  }

  @Test
  @Order(2)
  void runningServer_hasNoPrivateKeyInItsFiles() throws IOException {
    assertNoKeyInTheFiles();
  }

  @Test
  @Order(3)
  void endedServer_hasLeftNoPrivateKeyInItsFiles() throws IOException {
    server.stop();

    assertNoKeyInTheFiles();
  }

  private void assertNoKeyInTheFiles() throws IOException {
    List<Path> folders = new ArrayList<>();
    folders.add(server.data());
    Database.current().folder().ifPresent(folders::add);
    List<String> database = new ArrayList<>();
    for (Path folder : folders) {
      database.addAll(KeyTraces.ofText(storedBase64).in(folder));
      for (Map.Entry<String, PrivateKey> key : keys.entrySet()) {
        assertThat(new KeyTraces(key.getValue()).in(folder)).as(key.getKey()).isEmpty();
      }
    }
    assertThat(database).as("the certificate, which is no secret, in the same files").isNotEmpty();
  }
}
