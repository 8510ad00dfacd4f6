package org.latchkey.adapter;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.resource.ResourceException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The server's own connections to the broker.
 *
 * <p>They are not the container's: it puts a user of its own, with an empty name, before the
 * resource adapter's, and the broker refuses that.
 */
public final class BrokerConnections {
  private static final AtomicReference<@Nullable ActiveMQResourceAdapter> ADAPTER =
      new AtomicReference<>();

  private BrokerConnections() {}

  /**
   * Connects as the server, apart from any transaction.
   *
   * @return a new connection, the caller's to close
   * @throws JMSRuntimeException where the broker cannot be reached, or has been stopped
   */
  public static JMSContext open() {
    ActiveMQResourceAdapter adapter = ADAPTER.get();
    if (adapter == null) {
      throw new JMSRuntimeException("The broker is not running");
    }
    try {
      return adapter
          .getDefaultActiveMQConnectionFactory()
          .createContext(adapter.getUserName(), adapter.getPassword());
    } catch (ResourceException e) {
      throw new JMSRuntimeException("The broker cannot be reached", e.getErrorCode(), e);
    }
  }

  static void openFrom(ActiveMQResourceAdapter adapter) {
    ADAPTER.set(adapter);
  }

  static void end() {
    ADAPTER.set(null);
  }
}
