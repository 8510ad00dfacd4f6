package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.Json;

/** Pebble, a public CA for tests: what it knows is gone when it ends, its addresses stay. */
final class Pebble implements AutoCloseable {
  /** The name that it never certifies. */
  static final String BLOCKED = "blocked.latchkey.test";

  /** The identifier of the key that binds accounts. */
  static final String KEY_ID = "kid-1";

  /** That key. */
  static final String MAC_KEY = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

  private final Path folder;
  private final int dnsPort;
  private final int port = LatchkeyServer.freePort();
  private @Nullable Process process;

  /**
   * A CA that is not started yet.
   *
   * @param dnsPort of the name server that it asks, on the loopback address
   * @param httpPort where it looks for HTTP-01 challenges
   */
  Pebble(Path folder, int dnsPort, int httpPort) throws IOException {
    this.folder = folder;
    this.dnsPort = dnsPort;
    new OpenSsl(folder)
        .run(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=pebble",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            folder.resolve("key.pem").toString(),
            "-out",
            certificate().toString());
    Map<String, Object> configuration =
        Map.of(
            "listenAddress",
            "127.0.0.1:" + port,
            "certificate",
            certificate().toString(),
            "privateKey",
            folder.resolve("key.pem").toString(),
            "httpPort",
            httpPort,
            "tlsPort",
            LatchkeyServer.freePort(),
            "externalAccountBindingRequired",
            true,
            "externalAccountMACKeys",
            Map.of(KEY_ID, MAC_KEY),
            "domainBlocklist",
            List.of(BLOCKED));
    Files.writeString(folder.resolve("pebble.json"), Json.write(Map.of("pebble", configuration)));
  }

  /** Starts it, and returns when it listens. */
  Pebble start() {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(
                  Tool.PEBBLE.command(),
                  "-config",
                  folder.resolve("pebble.json").toString(),
                  "-dnsserver",
                  "127.0.0.1:" + dnsPort)
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(folder.resolve("pebble.log").toFile()));
      builder.environment().put("PEBBLE_VA_SLEEPTIME", "1");
      builder.environment().put("PEBBLE_WFE_NONCEREJECT", "20");
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("pebble listens", () -> listens(port));
    return this;
  }

  static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The settings with which a server uses it, before those about its challenges. */
  LatchkeyServer configure(LatchkeyServer server) {
    return server
        .with("LATCHKEY_ACME_DIRECTORY", "https://127.0.0.1:" + port + "/dir")
        .with("LATCHKEY_ACME_CA", certificate().toString())
        .with("LATCHKEY_ACME_CONTACT", "pki@latchkey.test")
        .with("LATCHKEY_ACME_EAB_KEY_ID", KEY_ID)
        .with("LATCHKEY_ACME_EAB_HMAC_KEY", MAC_KEY);
  }

  private Path certificate() {
    return folder.resolve("cert.pem");
  }

  void stop() {
    if (process != null) {
      process.destroyForcibly();
      assertThat(process.onExit().join().isAlive()).isFalse();
    }
  }

  @Override
  public void close() {
    stop();
  }
}
