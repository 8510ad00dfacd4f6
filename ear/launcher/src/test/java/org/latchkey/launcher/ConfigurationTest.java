package org.latchkey.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class ConfigurationTest {
  private static final String ID = "AKIAIOSFODNN7EXAMPLE";
  private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  @TempDir Path folder;

  private static Configuration parse(String... arguments) {
    return parse(Map.of(), arguments);
  }

  private static Configuration parse(Map<String, String> environment, String... arguments) {
    CommandLine line = new CommandLine(new OptionsOnly());
    line.setDefaultValueProvider(new EnvironmentDefaults(environment));
    line.parseArgs(arguments);
    return Configuration.of(line.<OptionsOnly>getCommand().options);
  }

  /** A command that has the server's options and nothing else. */
  @CommandLine.Command
  private static final class OptionsOnly {
    @CommandLine.Mixin private final ServerOptions options = new ServerOptions();
  }

  @Nested
  class Defaults {
    @Test
    void nothingGiven_isAServerOnTheLoopbackAddress() {
      Configuration configuration = parse();

      assertThat(configuration.bind().isLoopbackAddress()).isTrue();
      assertThat(configuration.httpPort()).isEqualTo(8080);
      assertThat(configuration.httpsPort()).isEqualTo(8443);
      assertThat(configuration.brokerPort()).isEqualTo(61616);
      assertThat(configuration.data()).isAbsolute().endsWithRaw(Path.of("latchkey-data"));
      assertThat(configuration.settings())
          .containsEntry("region", "us-east-1")
          .containsEntry("account-id", "123456789012")
          .doesNotContainKeys("root-password", "db-url", "broker-url");
    }

    @Test
    void noHttp_leavesHttpsAlone() {
      Configuration configuration = parse("--no-http");

      assertThat(configuration.httpPort()).isNull();
      assertThat(configuration.settings()).doesNotContainKey("http-port");
    }

    @Test
    void secondSinks_needWhatTheyGoTo() throws IOException {
      Path ca = Files.writeString(folder.resolve("ca.pem"), "");

      Configuration configuration =
          parse(
              "--broker-url",
              "tcp://broker:61616",
              "--audit-topic",
              "--audit-syslog",
              "logs.example:6514",
              "--audit-syslog-ca",
              ca.toString());

      assertThat(configuration.setting("audit-topic")).isEqualTo("true");
      assertThat(configuration.setting("audit-syslog")).isEqualTo("logs.example:6514");
      assertThat(configuration.setting("audit-syslog-ca")).isEqualTo(ca.toString());
      assertRefused("cannot be read", "--audit-syslog", "a:1", "--audit-syslog-ca", "nowhere.pem");
    }

    @Test
    void outsideBroker_leavesNoPortOfOurOwn() {
      Configuration configuration =
          parse("--broker-url", "tcp://broker:61616", "--broker-user", "latchkey");

      assertThat(configuration.brokerPort()).isNull();
      assertThat(configuration.setting("broker-user")).isEqualTo("latchkey");
    }
  }

  @Nested
  class Environment {
    @Test
    void variable_standsInForItsFlag() {
      Configuration configuration = parse(Map.of("LATCHKEY_HTTP_PORT", "9090"));

      assertThat(configuration.httpPort()).isEqualTo(9090);
    }

    @Test
    void flag_winsOverItsVariable() {
      Configuration configuration =
          parse(Map.of("LATCHKEY_HTTP_PORT", "9090"), "--http-port", "9191");

      assertThat(configuration.httpPort()).isEqualTo(9191);
    }

    @Test
    void emptyVariable_countsAsNotSet() {
      assertThat(parse(Map.of("LATCHKEY_HTTP_PORT", "")).httpPort()).isEqualTo(8080);
    }

    @Test
    void switchVariable_isABoolean() {
      assertThat(parse(Map.of("LATCHKEY_NO_HTTP", "true")).httpPort()).isNull();
      assertThat(parse(Map.of("LATCHKEY_NO_HTTP", "false")).httpPort()).isEqualTo(8080);
    }
  }

  @Nested
  class Secrets {
    @Test
    void secretInAFile_isReadWithoutItsLineEnd() throws IOException {
      Path file = Files.writeString(folder.resolve("passphrase"), "correct horse\n");

      Configuration configuration = parse("--root-key-passphrase-file", file.toString());

      assertThat(configuration.setting("root-key-passphrase")).isEqualTo("correct horse");
    }

    @Test
    void secretGivenTwice_isRefused() {
      assertRefused("both", "--root-password", "password", "--root-password-file", "x");
    }

    @Test
    void emptyFile_isRefused() throws IOException {
      Path file = Files.writeString(folder.resolve("empty"), "\n");

      assertRefused("is empty", "--root-password-file", file.toString());
    }

    @Test
    void secret_isNotShownByToString() {
      Configuration configuration =
          parse("--root-access-key-id", ID, "--root-secret-access-key", SECRET);

      assertThat(configuration.toString()).doesNotContain(SECRET);
      assertThat(configuration.setting("root-secret-access-key")).isEqualTo(SECRET);
    }

    @Test
    void badSecretAccessKey_isNotRepeated() {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(
              () -> parse("--root-access-key-id", ID, "--root-secret-access-key", "too short"))
          .withMessageContaining("--root-secret-access-key")
          .withMessageNotContaining("too short");
    }
  }

  @Nested
  class Refusals {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "--http-port 0",
          "--http-port 65536",
          "--http-port 8443",
          "--broker-port 8080",
          "--bind nowhere.invalid",
          "--bind 192.0.2.1",
          "--region Mordor",
          "--account-id 12345678901",
          "--account-id 12345678901x",
          "--db-url jdbc:mysql://x/y",
          "--db-user alone",
          "--db-password alone-too",
          "--broker-url http://x",
          "--broker-password alone",
          "--console-idle-seconds 0",
          "--console-idle-seconds 86401",
          "--audit-file-megabytes 0",
          "--audit-file-hours 8761",
          "--audit-retention-days -1",
          "--audit-syslog no-port",
          "--audit-syslog-ca nowhere.pem",
          "--audit-topic",
          "--root-access-key-id " + ID,
          "--root-secret-access-key " + SECRET,
          "--root-password short"
        })
    void badValue_isRefusedWithOneSentenceThatNamesTheFlag(String arguments) {
      List<String> words = List.of(arguments.split(" "));

      assertRefused(words.get(0), words.toArray(String[]::new));
    }
  }

  private static void assertRefused(String mention, String... arguments) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> parse(arguments))
        .withMessageContaining(mention)
        .satisfies(e -> assertThat(e.getMessage()).endsWith(".").doesNotContain("\n"));
  }

  @Nested
  class PublicCa {
    private static final String DIRECTORY = "https://ca.example/dir";

    @Test
    void everythingGiven_isHandedOver() {
      assertThat(
              parse(
                      "--acme-directory=" + DIRECTORY,
                      "--acme-contact=pki@example.com",
                      "--acme-eab-key-id=kid-1",
                      "--acme-eab-hmac-key=c2VjcmV0",
                      "--acme-dns-server=192.0.2.53:5353",
                      "--acme-dns-tsig-name=updates",
                      "--acme-dns-tsig-secret=c2VjcmV0",
                      "--acme-dns-delay-seconds=30")
                  .settings())
          .containsEntry("acme-directory", DIRECTORY)
          .containsEntry("acme-contact", "pki@example.com")
          .containsEntry("acme-eab-key-id", "kid-1")
          .containsEntry("acme-dns-server", "192.0.2.53:5353")
          .containsEntry("acme-dns-delay-seconds", "30");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "--acme-directory=http://ca.example/dir",
          "--acme-contact=pki@example.com",
          "--acme-directory=https://ca.example/dir --acme-contact=nobody",
          "--acme-directory=https://ca.example/dir --acme-ca=/nowhere/ca.pem",
          "--acme-directory=https://ca.example/dir --acme-eab-key-id=kid-1",
          "--acme-directory=https://ca.example/dir --acme-eab-key-id=k --acme-eab-hmac-key=+/",
          "--acme-directory=https://ca.example/dir --acme-dns-tsig-name=updates",
          "--acme-directory=https://ca.example/dir --acme-dns-server=ns.example.com",
          "--acme-directory=https://ca.example/dir --acme-dns-server=192.0.2.53"
              + " --acme-dns-delay-seconds=3601",
          "--acme-directory=https://ca.example/dir"
              + " --validated-issuer=arn:aws:acm-pca:us-east-1:123456789012:certificate-authority/"
              + "00000000-0000-0000-0000-000000000000"
        })
    void whatCannotBeUsed_isRefused(String arguments) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> parse(arguments.split(" ")))
          .withMessageContaining("--acme-");
    }
  }

  @Nested
  class Times {
    @Test
    void timesThatAreNotGiven_areTheUsualOnes() {
      assertThat(parse().settings())
          .containsEntry("confirmation-days", "7")
          .containsEntry("unread-delivery-hours", "24")
          .containsEntry("redelivery-days", "7")
          .containsEntry("reencryption-report-days", "365")
          .containsEntry("job-history-days", "90");
    }

    @Test
    void times_areHandedOver() {
      assertThat(
              parse(
                      "--confirmation-days=30",
                      "--unread-delivery-hours=2",
                      "--redelivery-days=14",
                      "--reencryption-report-days=0",
                      "--job-history-days=30")
                  .settings())
          .containsEntry("confirmation-days", "30")
          .containsEntry("unread-delivery-hours", "2")
          .containsEntry("redelivery-days", "14")
          .containsEntry("reencryption-report-days", "0")
          .containsEntry("job-history-days", "30");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "--confirmation-days=0",
          "--confirmation-days=366",
          "--unread-delivery-hours=0",
          "--redelivery-days=0",
          "--reencryption-report-days=-1",
          "--job-history-days=36501"
        })
    void whatIsNoSuchTime_isRefused(String argument) {
      assertThatExceptionOfType(ConfigurationException.class).isThrownBy(() -> parse(argument));
    }
  }

  @Nested
  class Mail {
    @Test
    void serverAndSender_areHandedOver() {
      assertThat(
              parse(
                      "--smtp-server=mail.example.com:587",
                      "--mail-from=acm@example.com",
                      "--smtp-user=acm",
                      "--smtp-password=secret")
                  .settings())
          .containsEntry("smtp-server", "mail.example.com:587")
          .containsEntry("smtp-security", "starttls")
          .containsEntry("http-validation-port", "80")
          .doesNotContainKeys("http-validation-inner", "webhook-inner", "identity-provider-inner");
    }

    @Test
    void innerAddresses_areLetInByTheirFlags() {
      assertThat(
              parse("--http-validation-inner", "--webhook-inner", "--identity-provider-inner")
                  .settings())
          .containsEntry("http-validation-inner", "true")
          .containsEntry("identity-provider-inner", "true")
          .containsEntry("webhook-inner", "true");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "--smtp-server=mail.example.com:25",
          "--smtp-server=mail.example.com --mail-from=acm@example.com",
          "--smtp-server=mail.example.com:25 --mail-from=acm",
          "--smtp-server=mail.example.com:25 --mail-from=acm@example.com --smtp-security=ssl",
          "--smtp-server=mail.example.com:25 --mail-from=acm@example.com --smtp-user=acm",
          "--mail-from=acm@example.com",
          "--http-validation-port=0"
        })
    void whatCannotBeUsed_isRefused(String arguments) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> parse(arguments.split(" ")));
    }
  }
}
