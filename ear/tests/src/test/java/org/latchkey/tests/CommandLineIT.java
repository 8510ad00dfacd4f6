package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line of the runnable jar. */
@Tag("any-database")
class CommandLineIT {

  @Test
  void version_isPrinted() {
    LatchkeyCommand.Result result = LatchkeyCommand.run(Map.of(), "version");

    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("latchkey ").contains("java ");
    assertThat(result.err()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"serve", "demo", "audit", "audit verify", "version"})
  void help_isThereForEachCommand(String command) {
    LatchkeyCommand.Result result = LatchkeyCommand.run(Map.of(), (command + " --help").split(" "));

    assertThat(result.status()).isZero();
    assertThat(result.out()).startsWith("Usage: latchkey " + command);
  }

  @ParameterizedTest
  @CsvSource({
    "LATCHKEY_HTTP_PORT, 80x, --http-port",
    "LATCHKEY_HTTPS_PORT, 70000, --https-port",
    "LATCHKEY_BIND, nowhere.invalid, --bind",
    "LATCHKEY_REGION, 'Middle Earth', --region",
    "LATCHKEY_ACCOUNT_ID, 12, --account-id",
    "LATCHKEY_DB_URL, jdbc:oracle:x, --db-url",
    "LATCHKEY_BROKER_URL, http://x, --broker-url",
    "LATCHKEY_ROOT_KEY_PASSPHRASE_FILE, /nowhere/at/all, --root-key-passphrase-file"
  })
  void badValue_stopsTheStartWithOneSentence(String variable, String value, String flag) {
    LatchkeyCommand.Result result = LatchkeyCommand.run(Map.of(variable, value), "serve");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1).first().asString().contains(flag);
    assertThat(result.out()).isEmpty();
  }
}
