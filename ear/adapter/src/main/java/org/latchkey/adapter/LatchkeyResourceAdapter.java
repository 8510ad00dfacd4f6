package org.latchkey.adapter;

import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.ResourceAdapterInternalException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnectorFactory;
import org.apache.activemq.artemis.ra.ActiveMQResourceAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Artemis's resource adapter, which brings a broker along: where {@code latchkey.broker-url} is not
 * set, it starts an {@link EmbeddedBroker} before the first message-driven bean is activated, and
 * stops it after the last one has ended.
 */
public final class LatchkeyResourceAdapter extends ActiveMQResourceAdapter {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = System.getLogger(LatchkeyResourceAdapter.class.getName());
  private static final int PASSWORD_BYTES = 32;

  private transient @Nullable EmbeddedBroker broker;

  @Override
  public void start(BootstrapContext context) throws ResourceAdapterInternalException {
    try {
      BrokerSettings settings = BrokerSettings.fromSystemProperties();
      BrokerSettings.Outside outside = settings.outside();
      if (outside == null) {
        startBroker(settings);
      } else {
        connectTo(outside);
      }
    } catch (Exception e) {
      throw new ResourceAdapterInternalException("The message broker cannot be used", e);
    }
    super.start(context);
    BrokerConnections.openFrom(this);
  }

  @Override
  public void stop() {
    BrokerConnections.end();
    super.stop();
    EmbeddedBroker running = broker;
    broker = null;
    if (running != null) {
      try {
        running.stop();
      } catch (Exception e) {
        LOG.log(Level.WARNING, "The broker did not stop cleanly", e);
      }
    }
  }

  private void startBroker(BrokerSettings settings) throws Exception {
    String password = newPassword();
    broker = EmbeddedBroker.start(settings, password);
    setConnectorClassName(InVMConnectorFactory.class.getName());
    setConnectionParameters("serverId=0");
    setUserName(BrokerSecurity.SERVER);
    setPassword(password);
  }

  private void connectTo(BrokerSettings.Outside outside) {
    setConnectorClassName(outside.connectorClasses());
    setConnectionParameters(outside.connectorParameters());
    if (outside.user() != null) {
      setUserName(outside.user());
    }
    if (outside.password() != null) {
      setPassword(outside.password());
    }
    setReconnectAttempts(-1);
  }

  private static String newPassword() {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
