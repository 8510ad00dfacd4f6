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
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** A server's life: started, killed, started again, asked to end. */
@Tag("any-database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServerIT {
  private static final int SIGTERM_STATUS = 128 + 15;
  private static final String PASSPHRASE = "the tests' passphrase of the root key";

  private static final Duration IDLE = Duration.ofSeconds(4);

  private LatchkeyServer server;

  @BeforeAll
  void start() {
    server =
        LatchkeyServer.configure()
            .with("LATCHKEY_ROOT_KEY_PASSPHRASE", PASSPHRASE)
            .with("LATCHKEY_CONSOLE_IDLE_SECONDS", Long.toString(IDLE.toSeconds()))
            .start();
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
  @Order(2)
  void killedServer_startsAgainOnTheSameFolder() throws IOException {
    String certificate = Files.readString(server.certificate());

    server.kill9();
    server.restart();

    assertThat(server.status("/health/ready")).isEqualTo(200);
    assertThat(Files.readString(server.certificate())).isEqualTo(certificate);
  }

  @Test
  @Order(3)
  void serverAskedToEnd_closesItsBrokerAndEnds() throws IOException {
    assertThat(server.stop()).isEqualTo(SIGTERM_STATUS);

    // Artemis's node manager notes there how the broker ended: P(aused) after a clean stop, L(ive)
    // otherwise.
    Path brokerLock = server.data().resolve("broker/journal/server.lock");
    assertThat(Files.readAllBytes(brokerLock)).startsWith('P');
    assertThat(server.errors()).isEmpty();
  }
}
