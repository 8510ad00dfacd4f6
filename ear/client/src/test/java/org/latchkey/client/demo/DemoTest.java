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
    Path certificate =
        Files.writeString(
            folder.resolve("certificate.pem"),
            TestAuthority.pem(new TestAuthority().certificate()));
    String nowhere = "http://127.0.0.1:" + freePort();
    StringWriter out = new StringWriter();

    int status =
        Demo.run(
            Map.ofEntries(
                Map.entry("endpoint", nowhere),
                Map.entry("https-endpoint", nowhere),
                Map.entry("certificate", certificate.toString()),
                Map.entry("broker", "tcp://127.0.0.1:1"),
                Map.entry("region", "us-east-1"),
                Map.entry("access-key-id", "AKIAROOT"),
                Map.entry("secret-access-key", "root-secret"),
                Map.entry("root-password", "root-password"),
                Map.entry("data", folder.toString()),
                Map.entry("class-path", "")),
            new PrintWriter(out, true));

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

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
