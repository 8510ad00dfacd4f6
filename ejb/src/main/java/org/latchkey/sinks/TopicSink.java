package org.latchkey.sinks;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.latchkey.adapter.BrokerConnections;
import org.latchkey.audit.RecordSink;
import org.latchkey.shared.Settings;

/** The trail's records on the topic {@code latchkey.audit} of the operator's own broker. */
@ApplicationScoped
class TopicSink implements RecordSink {

  private static final int CAPACITY = 10_000;

  private @Nullable QueuedSink sink;

  @Override
  public boolean isConfigured() {
    return Settings.text("audit-topic").isPresent();
  }

  @Override
  public String name() {
    return "jms";
  }

  @Override
  public boolean isUp() {
    return sink().isUp();
  }

  @Override
  public CompletableFuture<Void> store(byte[] record) {
    return sink().store(record);
  }

  private synchronized QueuedSink sink() {
    QueuedSink open = sink;
    if (open == null) {
      open = new QueuedSink(name(), new TopicTarget(BrokerConnections::open), CAPACITY);
      sink = open;
    }
    return open;
  }

  @PreDestroy
  synchronized void close() {
    if (sink != null) {
      sink.close();
    }
  }
}
