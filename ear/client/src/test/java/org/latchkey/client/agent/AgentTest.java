package org.latchkey.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedReader;
import java.io.PipedWriter;
import java.io.PrintWriter;
import java.io.Reader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.Json;
import org.latchkey.client.TestLatchkey;

/** The connector with a real broker. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AgentTest {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long PATIENCE_MILLIS = 20_000;

  @TempDir private Path folder;
  private TestLatchkey latchkey;
  private Runnable stop = () -> {};
  private Thread connector = new Thread();
  private BufferedReader said = new BufferedReader(Reader.nullReader());

  @BeforeEach
  void start() throws Exception {
    latchkey = TestLatchkey.start();
  }

  @AfterEach
  void stop() throws Exception {
    stop.run();
    connector.join(PATIENCE_MILLIS);
    latchkey.close();
    assertThat(connector.isAlive()).isFalse();
  }

  private void run(URI endpoint, String certificates) throws IOException {
    Path credentials = folder.resolve("credentials.json");
    Files.writeString(credentials, Json.write(TestLatchkey.CREDENTIALS));
    Map<String, String> settings =
        Map.of(
            "endpoint", endpoint.toString(),
            "broker-url", latchkey.brokerUrl(),
            "credentials", credentials.toString(),
            "resource-arn", TestLatchkey.RESOURCE_ARN,
            "certificates", certificates,
            "folder", folder.toString(),
            "form", "PEM");
    PipedWriter pipe = new PipedWriter();
    said = new BufferedReader(new PipedReader(pipe));
    PrintWriter out = new PrintWriter(pipe);
    Agent agent = new Agent(AgentSettings.of(settings), out, PATIENCE);
    stop = agent::stop;
    connector = new Thread(agent::run);
    connector.start();
  }

  /** The connector's next line that has a text. */
  private String line(String text) throws IOException {
    String line = said.readLine();
    while (!line.contains(text)) {
      line = said.readLine();
    }
    return line;
  }

  @Test
  void certificate_isInstalledThoughAnotherIsRefused() throws Exception {
    run(latchkey.endpoint(), "gone=arn:gone\nwww=" + TestLatchkey.CERTIFICATE_ARN);

    assertThat(line("refused")).contains("arn:gone");
    assertThat(line("installed")).contains(TestLatchkey.CERTIFICATE_ARN);
    assertThat(folder.resolve("www/applied")).exists();
  }

  @Test
  void certificate_isInstalledThoughAnotherIsNotAnswered() throws Exception {
    run(
        latchkey.endpoint(),
        "silent=" + TestLatchkey.UNANSWERED + "\nwww=" + TestLatchkey.CERTIFICATE_ARN);

    assertThat(line("No reply")).contains(TestLatchkey.UNANSWERED);
    assertThat(line("installed")).contains(TestLatchkey.CERTIFICATE_ARN);
  }

  @Test
  void serverThatCannotBeReached_isTriedMoreAndMoreRarely() throws Exception {
    run(URI.create("http://127.0.0.1:" + freePort()), "www=" + TestLatchkey.CERTIFICATE_ARN);

    assertThat(line("trying again")).endsWith("in 1 s");
    assertThat(line("trying again")).endsWith("in 2 s");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
