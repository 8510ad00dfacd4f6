package org.latchkey.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.TestAuthority;

class DemoTest {
  @TempDir Path folder;

  @Test
  void run_withoutServer_namesTheStepAndTheReason() throws IOException {
    String nowhere = "http://127.0.0.1:" + freePort();
    StringWriter out = new StringWriter();

    int status = Demo.run(settings(nowhere), new PrintWriter(out, true));

    assertThat(status).isOne();
    assertThat(out.toString())
        .contains("Step 1. A private certificate authority issues a certificate")
        .contains("[failed] ")
        .endsWith(
            "The demo failed in step 1 (A private certificate authority issues a certificate)."
                + System.lineSeparator())
        .doesNotContain("[ok]")
        .doesNotContain("root-secret", "root-password");
  }

  /** What the command line of today's Debian reads, and the newer one as well. */
  @Test
  void farewell_namesTheVariablesThatTheCommandLineReads() throws IOException {
    StringWriter out = new StringWriter();

    Demo.farewell(
        DemoSettings.of(settings("http://127.0.0.1:8080")),
        new Narrator(new PrintWriter(out, true), false));

    assertThat(out.toString())
        .contains(
            "export AWS_ACCESS_KEY_ID=AKIAROOT",
            "export AWS_SECRET_ACCESS_KEY=root-secret",
            "export AWS_DEFAULT_REGION=us-east-1",
            "aws --endpoint-url http://127.0.0.1:8080 kms list-aliases");
  }

  private Map<String, String> settings(String endpoint) throws IOException {
    Path certificate =
        Files.writeString(
            folder.resolve("certificate.pem"),
            TestAuthority.pem(new TestAuthority().certificate()));
    return Map.ofEntries(
        Map.entry("endpoint", endpoint),
        Map.entry("https-endpoint", endpoint),
        Map.entry("certificate", certificate.toString()),
        Map.entry("broker", "tcp://127.0.0.1:1"),
        Map.entry("region", "us-east-1"),
        Map.entry("access-key-id", "AKIAROOT"),
        Map.entry("secret-access-key", "root-secret"),
        Map.entry("root-password", "root-password"),
        Map.entry("data", folder.toString()),
        Map.entry("class-path", ""));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
