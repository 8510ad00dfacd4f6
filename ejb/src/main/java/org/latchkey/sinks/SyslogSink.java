package org.latchkey.sinks;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.RecordSink;
import org.latchkey.crypto.TlsTrust;
import org.latchkey.shared.Settings;

/** The trail's records on a syslog server: {@code audit-syslog} is its host and port. */
@ApplicationScoped
class SyslogSink implements RecordSink {

  private static final String SERVER = "audit-syslog";
  private static final int CAPACITY = 10_000;

  @Inject private Clock clock;

  private @Nullable QueuedSink sink;

  @Override
  public boolean isConfigured() {
    return Settings.text(SERVER).isPresent();
  }

  @Override
  public boolean isUp() {
    return sink().isUp();
  }

  @Override
  public String name() {
    return "syslog";
  }

  @Override
  public CompletableFuture<Void> store(byte[] record) {
    return sink().store(record);
  }

  private synchronized QueuedSink sink() {
    QueuedSink open = sink;
    if (open == null) {
      open = new QueuedSink(name(), target(), CAPACITY);
      sink = open;
    }
    return open;
  }

  private SyslogTarget target() {
    String server = Settings.text(SERVER).orElseThrow();
    int colon = server.lastIndexOf(':');
    try {
      return new SyslogTarget(
          server.substring(0, colon),
          Integer.parseInt(server.substring(colon + 1)),
          TlsTrust.of(Settings.text("audit-syslog-ca").map(Path::of).orElse(null)),
          hostName(),
          clock);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** RFC 5424, section 6.2.4: printable ASCII, or a hyphen where it is not known. */
  private static String hostName() {
    try {
      String name = InetAddress.getLocalHost().getHostName().replaceAll("[^\\x21-\\x7e]", "");
      return name.isEmpty() ? "-" : name;
    } catch (UnknownHostException unknown) {
      return "-";
    }
  }

  @PreDestroy
  synchronized void close() {
    if (sink != null) {
      sink.close();
    }
  }
}
