package org.latchkey.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.crypto.TlsTrust;
import org.latchkey.sinks.TlsSyslogServer.Identity;

class SyslogTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T10:11:12.345Z"), ZoneOffset.UTC);
  private static final Identity SERVER = Identity.of("localhost");

  @TempDir private Path folder;

  private SyslogTarget target(int port, Identity trusted) throws IOException {
    return new SyslogTarget(
        "localhost", port, TlsTrust.of(trusted.pem(folder)), "node.example", CLOCK);
  }

  private static byte[] record(String text) {
    return text.getBytes(UTF_8);
  }

  private static @Nullable String next(TlsSyslogServer server) throws InterruptedException {
    return server.messages().poll(20, TimeUnit.SECONDS);
  }

  @Test
  void records_arriveAsSyslogMessages() throws Exception {
    try (TlsSyslogServer server = new TlsSyslogServer(SERVER, 0, true)) {
      SyslogTarget target = target(server.port(), SERVER);
      target.send(List.of(record("{\"a\":\"ä\"}"), record("{\"b\":2}")));
      target.send(List.of(record("{\"c\":3}")));

      assertThat(next(server))
          .isEqualTo(
              "<110>1 2026-11-22T10:11:12.345Z node.example latchkey %d audit - \uFEFF{\"a\":\"ä\"}"
                  .formatted(ProcessHandle.current().pid()));
      assertThat(next(server)).endsWith("{\"b\":2}");
      assertThat(next(server)).endsWith("{\"c\":3}");
      target.disconnect();
    }
  }

  @Test
  void serverThatNobodyVouchesFor_isRefused() throws Exception {
    try (TlsSyslogServer server = new TlsSyslogServer(Identity.of("localhost"), 0, true)) {
      SyslogTarget target = target(server.port(), SERVER);

      assertThatThrownBy(() -> target.send(List.of(record("{}")))).isInstanceOf(SSLException.class);
      target.disconnect();
      assertThat(server.messages()).isEmpty();
    }
  }

  @Test
  void serverWithAnotherName_isRefused() throws Exception {
    Identity other = Identity.of("other.example");
    try (TlsSyslogServer server = new TlsSyslogServer(other, 0, true)) {
      SyslogTarget target = target(server.port(), other);

      assertThatThrownBy(() -> target.send(List.of(record("{}")))).isInstanceOf(SSLException.class);
      target.disconnect();
    }
  }

  @Test
  void fileWithoutCertificates_isRefused() throws IOException {
    Path empty = Files.writeString(folder.resolve("empty.pem"), "");

    assertThatThrownBy(() -> TlsTrust.of(empty)).isInstanceOf(IOException.class);
  }

  @Test
  void serverThatComesBack_getsWhatItMissed() throws Exception {
    TlsSyslogServer first = new TlsSyslogServer(SERVER, 0, true);
    int port = first.port();
    try (QueuedSink sink = new QueuedSink("syslog", target(port, SERVER), 100)) {
      sink.store(record("{\"n\":1}")).get(20, TimeUnit.SECONDS);
      first.close();
      CompletableFuture<Void> missed = sink.store(record("{\"n\":2}"));
      assertThatThrownBy(() -> missed.get(20, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class);

      try (TlsSyslogServer second = new TlsSyslogServer(SERVER, port, true)) {
        assertThat(next(second)).endsWith("{\"n\":2}");
      }
    }
  }

  @Test
  void serverThatDoesNotRead_blocksNobodyAndFillsUp() throws Exception {
    byte[] large = new byte[1 << 20];
    Arrays.fill(large, (byte) 'x');
    try (TlsSyslogServer server = new TlsSyslogServer(SERVER, 0, false);
        QueuedSink sink = new QueuedSink("syslog", target(server.port(), SERVER), 10)) {
      CompletableFuture<Void> stored = sink.store(large);
      for (int i = 0; i < 600 && !stored.isCompletedExceptionally(); i++) {
        stored = sink.store(large);
      }

      assertThat(stored).isCompletedExceptionally();
    }
  }
}
