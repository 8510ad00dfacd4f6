package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;

/**
 * A server's life: started, killed, kept from starting without its root key, started again, asked
 * to end. And what is in its files meanwhile: of the private keys that it keeps, nothing.
 */
@Tag("any-database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerIT {
  private static final int SIGTERM_STATUS = 128 + 15;
  private static final String PASSPHRASE = "the tests' passphrase of the root key";

  private static final int CALLERS = 4;

  private static final Duration IDLE = Duration.ofSeconds(4);
  private static final SdkBytes PLAINTEXT = SdkBytes.fromUtf8String("attack at dawn");

  private LatchkeyServer server;
  private CanaryKeys canaries;

  @BeforeAll
  void start() throws Exception {
    server =
        LatchkeyServer.configure()
            .with("LATCHKEY_ROOT_KEY_PASSPHRASE", PASSPHRASE)
            .with("LATCHKEY_CONSOLE_IDLE_SECONDS", Long.toString(IDLE.toSeconds()))
            .start();
    canaries = CanaryKeys.store(server);
  }

  @AfterAll
  void close() {
    server.close();
  }

  @Test
  @Order(1)
  void healthChecks_areAnswered() {
    assertThat(server.get("/health/ready").body()).contains("\"database\"").contains("UP");
    assertThat(server.get("/health/live").body()).contains("\"threads\"").contains("UP");
  }

  @Test
  @Order(1)
  @RequiredTool(Tool.CHROMIUM)
  void consoleSession_endsWhenItIsNotUsed() {
    try (ConsoleBrowser browser = new ConsoleBrowser(server)) {
      browser.open("keys");
      browser.signIn(LatchkeyServer.ROOT_PASSWORD);
      browser.awaitPath("/console/keys");

      Instant later = Instant.now().plus(IDLE).plusSeconds(1);
      while (Instant.now().isBefore(later)) {
        browser.open("keys");
        browser.awaitPath("/console/keys");
      }

      Instant idle = Instant.now().plus(IDLE).plusSeconds(1);
      Await.until("the session has not been used for long", () -> Instant.now().isAfter(idle));
      browser.open("keys");
      browser.awaitPath("/console/login");
    }
  }

  @Test
  @Order(1)
  void standardOutput_saysWhereTheServerIsAndNothingElse() {
    assertThat(server.output().lines())
        .contains("Latchkey is ready: " + server.endpoint() + " " + server.httpsEndpoint())
        .allMatch(line -> !line.contains("INFO") && !line.contains("WARN"));
    assertThat(server.errors()).isEmpty();
  }

  @Test
  @Order(1)
  void dataFolder_isTheOwnersAlone() throws IOException {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.data())))
        .isEqualTo("rwx------");
    Path keystore = server.data().resolve("tls").resolve("server.p12");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keystore)))
        .isEqualTo("rw-------");
  }

  @Test
  @Order(1)
  void secretsOfTheConfiguration_areInNoFile() throws IOException {
    try (Stream<Path> files = Files.walk(server.data())) {
      List<Path> holders =
          files
              .filter(Files::isRegularFile)
              .filter(file -> !file.toString().endsWith("ar"))
              .filter(ServerIT::holdsASecret)
              .toList();
      assertThat(holders).isEmpty();
    }
  }

  private static boolean holdsASecret(Path file) {
    try {
      String content = Files.readString(file, StandardCharsets.ISO_8859_1);
      return content.contains(LatchkeyServer.SECRET_ACCESS_KEY)
          || content.contains(LatchkeyServer.ROOT_PASSWORD)
          || content.contains(PASSPHRASE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  @Order(1)
  void secondServerOnTheSameFolder_isRefusedWithOneSentence() {
    LatchkeyCommand.Result result =
        LatchkeyCommand.run(Map.of("LATCHKEY_DATA", server.data().toString()), "serve");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1).first().asString().contains("another server");
  }

  @Test
  @Order(1)
  void secondServerOnTheSamePort_isRefusedWithOneSentence() {
    LatchkeyCommand.Result result =
        LatchkeyCommand.run(
            Map.of(
                "LATCHKEY_DATA", server.data().resolveSibling("other").toString(),
                "LATCHKEY_HTTP_PORT", Integer.toString(server.endpoint().getPort())),
            "serve");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1).first().asString().contains("is in use");
  }

  @Test
  @Order(1)
  void runningServer_hasNoPrivateKeyInItsFiles() throws IOException {
    canaries.assertInNoFile();
  }

  @Test
  @Order(2)
  void killedServer_startsAgainOnTheSameFolderWithItsOwnRootKeyAlone() throws IOException {
    String certificate = Files.readString(server.certificate());
    String keyId;
    SdkBytes ciphertext;
    try (AwsClients clients = AwsClients.root(server)) {
      keyId = clients.kms().createKey().keyMetadata().keyId();
      ciphertext = encrypt(clients.kms(), keyId);
      clients.kms().rotateKeyOnDemand(request -> request.keyId(keyId));
      Await.until("it is rotated", () -> isRotated(clients.kms(), keyId));
    }

    server.kill9();
    Path keystore = server.data().resolve("root-key.bcfks");
    Path kept = Files.move(keystore, keystore.resolveSibling("kept.bcfks"));
    assertRefusedForItsRootKey(server.refuse(), keystore);
    Files.delete(keystore);
    Files.move(kept, keystore);
    server.restart();

    assertThat(server.status("/health/ready")).isEqualTo(200);
    assertThat(Files.readString(server.certificate())).isEqualTo(certificate);
    try (AwsClients clients = AwsClients.root(server)) {
      assertThat(decrypt(clients.kms(), ciphertext)).isEqualTo(PLAINTEXT);
      assertThat(decrypt(clients.kms(), encrypt(clients.kms(), keyId))).isEqualTo(PLAINTEXT);
    }
  }

  private static void assertRefusedForItsRootKey(LatchkeyCommand.Result refused, Path keystore) {
    assertThat(refused.status()).isEqualTo(1);
    assertThat(refused.out()).doesNotContain("is ready");
    assertThat(refused.err().lines().toList())
        .singleElement()
        .asString()
        .contains("wrapped under another root key", keystore.toString());
  }

  private static boolean isRotated(KmsClient kms, String keyId) {
    return !kms.listKeyRotations(request -> request.keyId(keyId)).rotations().isEmpty();
  }

  private static SdkBytes encrypt(KmsClient kms, String keyId) {
    return kms.encrypt(request -> request.keyId(keyId).plaintext(PLAINTEXT)).ciphertextBlob();
  }

  private static SdkBytes decrypt(KmsClient kms, SdkBytes ciphertext) {
    return kms.decrypt(request -> request.ciphertextBlob(ciphertext)).plaintext();
  }

  @Test
  @Order(3)
  void serverAskedToEnd_breaksNoCallOff() {
    List<CompletableFuture<Set<String>>> callers = new ArrayList<>();
    CountDownLatch calling = new CountDownLatch(CALLERS);
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    try (AwsClients clients = AwsClients.root(server)) {
      String keyId = clients.kms().createKey().keyMetadata().keyId();
      for (int caller = 0; caller < CALLERS; caller++) {
        callers.add(
            CompletableFuture.supplyAsync(
                () -> callToTheEnd(clients.kms(), keyId, calling), threads));
      }
      Await.until("all are calling", () -> calling.getCount() == 0);

      assertThat(server.stop()).isEqualTo(SIGTERM_STATUS);

      for (CompletableFuture<Set<String>> caller : callers) {
        assertThat(caller.join()).isSubsetOf(Set.of("503 ServiceUnavailable"));
      }
    } finally {
      threads.shutdownNow();
    }
    server.restart();
  }

  /** Calls until nobody listens; what calls were refused with meanwhile. */
  private static Set<String> callToTheEnd(KmsClient kms, String keyId, CountDownLatch calling) {
    Set<String> refusals = new HashSet<>();
    while (!Thread.currentThread().isInterrupted()) {
      try {
        encrypt(kms, keyId);
        kms.updateKeyDescription(request -> request.keyId(keyId).description("in use"));
        calling.countDown();
      } catch (KmsException refused) {
        refusals.add(refused.statusCode() + " " + refused.awsErrorDetails().errorCode());
      } catch (SdkClientException unreachable) {
        return refusals;
      }
    }
    return refusals;
  }

  @Test
  @Order(4)
  void serverAskedToEnd_closesItsBrokerAndLeavesNoPrivateKeyInItsFiles() throws IOException {
    assertThat(server.stop()).isEqualTo(SIGTERM_STATUS);

    // Artemis's node manager notes there how the broker ended: P(aused) after a clean stop, L(ive)
    // otherwise.
    Path brokerLock = server.data().resolve("broker/journal/server.lock");
    assertThat(Files.readAllBytes(brokerLock)).startsWith('P');
    assertThat(server.errors()).isEmpty();
    canaries.assertInNoFile();
  }
}
