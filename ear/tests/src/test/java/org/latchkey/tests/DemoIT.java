package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a newcomer runs it. */
@Tag("any-database")
class DemoIT {
  /** The steps' titles, and of each step what its issue is about. */
  private static final List<String> STORY =
      List.of(
          "Step 1. A private certificate authority issues a certificate",
          "[ok] alias/aws/acm has appeared",
          "[ok] A second request made no second key.",
          "had none, and with its first certificate got a key of its own.",
          "Step 2. Only ciphertext of its private key is stored",
          "[ok] The private key is in none",
          "Step 3. An integrated service is sent the certificate",
          "[ok] It sent AssociateCertificate and was delivered certificate, chain and key.",
          "[ok] A grant lets this service, and no other, decrypt it.",
          "Step 4. The service decrypts the key and serves HTTPS",
          "[ok] A client that trusts the root authority connected: TLSv1.3.",
          "CN=web.latchkey.test",
          "CN=Latchkey Demo Root CA",
          "Step 5. The association ends, and the service can decrypt no more",
          "[ok] Its grant is retired.",
          "[ok] The service's next Decrypt was refused: AccessDeniedException.",
          "All five steps passed.");

  private static final Pattern PLAIN_TEXT = Pattern.compile("[\\x20-\\x7e\\r\\n]*");

  @Test
  void demo_tellsAllSteps_andLeavesNothingBehind(@TempDir Path temporary) {
    Map<String, String> environment = new HashMap<>(Database.current().create());
    environment.put("JDK_JAVA_OPTIONS", "-Djava.io.tmpdir=" + temporary);

    LatchkeyCommand.Result result = LatchkeyCommand.run(environment, "demo", "--exit");

    assertThat(result.status()).as("%s", result).isZero();
    assertThat(result.out()).containsSubsequence(STORY).doesNotContain("[failed]");
    assertThat(result.out()).matches(PLAIN_TEXT);
    assertThat(temporary).isDirectoryNotContaining("glob:**/latchkey-demo-*");
  }

  @Test
  void demo_refusesAUsedFolder_whoseRootAccessKeyItDoesNotKnow(@TempDir Path temporary)
      throws IOException {
    Path data = Files.createDirectory(temporary.resolve("data"));
    Files.createFile(data.resolve("something"));

    LatchkeyCommand.Result result =
        LatchkeyCommand.run(Map.of("LATCHKEY_DATA", data.toString()), "demo", "--exit");

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1).first().asString().contains("--data", "in use");
    assertThat(data).isDirectoryContaining("glob:**/something");
  }
}
