package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kms.KmsClient;

/**
 * A trail with a second sink: one of the two may fail, both may not. The server is the test's own,
 * as its trail is taken away from under it.
 */
@Tag("any-database")
class AuditSinksIT {
  /** More records than a file of a megabyte holds. */
  private static final int A_FILE_FULL = 1_500;

  @TempDir private Path folder;

  @Test
  void oneSinkMayFail_bothMayNot() throws Exception {
    KeyAndCertificate identity = KeyAndCertificate.create("EC", 256, "localhost");
    Path ca = Files.write(folder.resolve("ca.pem"), identity.certificatePem().asByteArray());
    int port = LatchkeyServer.freePort();
    SyslogServer syslog = new SyslogServer(identity, port);
    try (LatchkeyServer server =
            LatchkeyServer.configure()
                .with("LATCHKEY_AUDIT_FILE_MEGABYTES", "1")
                .with("LATCHKEY_AUDIT_SYSLOG", "localhost:" + port)
                .with("LATCHKEY_AUDIT_SYSLOG_CA", ca.toString())
                .start();
        AwsClients clients = AwsClients.root(server)) {
      KmsClient kms = clients.kms();
      String both = call(kms);
      assertThat(new AuditTrail(server).of(both)).hasSize(1);
      awaitMessage(syslog, both);
      assertThat(syslog.messages())
          .allMatch(
              message ->
                  message.matches("(?s)<110>1 \\S+ \\S+ latchkey \\d+ audit - \uFEFF\\{.*\\}"));

      Path audit = server.data().resolve("audit");
      Path away = server.data().resolve("audit-away");
      Files.move(audit, away);
      Files.writeString(audit, "a file where the folder was");
      fillTheFile(kms);
      String syslogAlone = call(kms);
      awaitMessage(syslog, syslogAlone);

      syslog.close();
      Await.until("calls are refused", () -> isRefused(kms));
      assertThatThrownBy(() -> call(kms))
          .isInstanceOfSatisfying(
              AwsServiceException.class,
              refused -> {
                assertThat(refused.statusCode()).isEqualTo(503);
                assertThat(refused.awsErrorDetails().errorCode()).isEqualTo("ServiceUnavailable");
              });

      assertThat(server.status("/health/ready")).isEqualTo(503);

      Files.delete(audit);
      Files.move(away, audit);
      Await.until("calls are answered", () -> !isRefused(kms));
      String again = call(kms);
      AuditTrail trail = new AuditTrail(server);
      Await.until("the file has caught up", () -> trail.of(syslogAlone).size() == 1);
      assertThat(trail.of(again)).hasSize(1);
      assertThat(trail.files()).hasSizeGreaterThan(1);
      LatchkeyCommand.Result verified =
          LatchkeyCommand.run(Map.of(), "audit", "verify", "--data", server.data().toString());
      assertThat(verified.status()).as("%s", verified).isZero();

      try (SyslogServer back = new SyslogServer(identity, port)) {
        awaitMessage(back, again);
      }
    } finally {
      syslog.close();
    }
  }

  @Test
  void unwritableTrail_stopsTheStart() throws IOException {
    try (LatchkeyServer server = LatchkeyServer.configure()) {
      Files.createDirectories(server.data());
      Files.writeString(server.data().resolve("audit"), "a file where the folder should be");

      LatchkeyCommand.Result result = server.refuse();

      assertThat(result.status()).isEqualTo(1);
      assertThat(result.err()).contains("The audit trail in ").doesNotContain("\tat ");
    }
  }

  private static void awaitMessage(SyslogServer syslog, String requestId) {
    Await.until(
        "syslog has the record",
        () -> syslog.messages().stream().anyMatch(message -> message.contains(requestId)));
  }

  private static String call(KmsClient kms) {
    return kms.generateRandom(request -> request.numberOfBytes(16)).responseMetadata().requestId();
  }

  private static void fillTheFile(KmsClient kms) {
    for (int i = 0; i < A_FILE_FULL; i++) {
      call(kms);
    }
  }

  private static boolean isRefused(KmsClient kms) {
    try {
      call(kms);
      return false;
    } catch (AwsServiceException refused) {
      assertThat(refused.statusCode()).isEqualTo(503);
      return true;
    }
  }
}
