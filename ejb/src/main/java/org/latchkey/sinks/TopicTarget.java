package org.latchkey.sinks;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.TextMessage;
import jakarta.jms.Topic;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A JMS topic. A group of records is a transaction: the broker has stored them when it returns. */
final class TopicTarget implements QueuedSink.Target {

  static final String TOPIC = "latchkey.audit";

  private static final Logger LOG = Logger.getLogger(TopicTarget.class.getName());
  private static final String TYPE = "AuditRecord";

  private final Supplier<JMSContext> connections;

  private @Nullable JMSContext context;
  private @Nullable JMSContext transacted;

  TopicTarget(Supplier<JMSContext> connections) {
    this.connections = connections;
  }

  @Override
  public void send(List<byte[]> records) throws JMSException {
    JMSContext session = session();
    Topic topic = session.createTopic(TOPIC);
    JMSProducer producer = session.createProducer().setDeliveryMode(DeliveryMode.PERSISTENT);
    for (byte[] record : records) {
      TextMessage message = session.createTextMessage(new String(record, UTF_8));
      message.setJMSType(TYPE);
      producer.send(topic, message);
    }
    session.commit();
  }

  private JMSContext session() {
    JMSContext open = transacted;
    if (open == null) {
      JMSContext connection = connections.get();
      context = connection;
      open = connection.createContext(JMSContext.SESSION_TRANSACTED);
      transacted = open;
    }
    return open;
  }

  @Override
  public void disconnect() {
    close(transacted);
    transacted = null;
    close(context);
    context = null;
  }

  private static void close(@Nullable JMSContext open) {
    if (open != null) {
      try {
        open.close();
      } catch (JMSRuntimeException gone) {
        LOG.log(Level.FINE, "A connection to the broker was gone already", gone);
      }
    }
  }
}
