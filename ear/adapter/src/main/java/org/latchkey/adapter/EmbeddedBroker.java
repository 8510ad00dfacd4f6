package org.latchkey.adapter;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.jspecify.annotations.Nullable;

/**
 * The broker that runs in the server's own process.
 *
 * <p>It is reached in the same process by {@code vm}, and by other processes on the loopback
 * address with Artemis's core protocol. Its journal is written through to the disk before a send or
 * a commit returns.
 */
final class EmbeddedBroker implements BrokerSecurity.Queues {
  /** How long a check of a login or a permission is remembered. */
  private static final Duration ACCESS_CACHE = Duration.ofSeconds(5);

  private static final int MAX_DELIVERY_ATTEMPTS = 5;
  private static final Duration FIRST_REDELIVERY = Duration.ofSeconds(1);
  private static final Duration LAST_REDELIVERY = Duration.ofSeconds(30);
  private static final double REDELIVERY_MULTIPLIER = 2;
  private static final int JOURNAL_FILE_BYTES = 4 * 1024 * 1024;

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

  private EmbeddedBroker(BrokerSettings settings, String serverPassword) throws Exception {
    broker.setConfiguration(configuration(settings, serverPassword));
    broker.setSecurityManager(new BrokerSecurity(serverPassword, this));
  }

  /**
   * Starts the broker and returns when it takes connections.
   *
   * @param settings where its journal lies, made where missing, and where it listens
   * @param serverPassword the password of {@link BrokerSecurity#SERVER}
   * @throws Exception where the port is taken or the folder cannot be used
   */
  static EmbeddedBroker start(BrokerSettings settings, String serverPassword) throws Exception {
    EmbeddedBroker started = new EmbeddedBroker(settings, serverPassword);
    started.broker.start();
    ActiveMQServer server = started.broker.getActiveMQServer();
    if (!server.isStarted() || server.getRemotingService().getAcceptor("tcp") == null) {
      started.stop();
      throw new IllegalStateException("The broker did not start; its log says why.");
    }
    return started;
  }

  /** Stops the broker: closes its connections, then its journal. */
  void stop() throws Exception {
    broker.stop();
  }

  @Override
  public void provide(String user) {
    createQueue(Destinations.deliveriesOf(user));
    createQueue(Destinations.repliesOf(user));
  }

  @Override
  public @Nullable Queue find(SimpleString name) {
    return broker.getActiveMQServer().locateQueue(name);
  }

  private void createQueue(String name) {
    if (find(SimpleString.of(name)) != null) {
      return;
    }
    try {
      broker.getActiveMQServer().createQueue(queue(name), true);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot create the queue " + name, e);
    }
  }

  private static QueueConfiguration queue(String name) {
    return QueueConfiguration.of(name)
        .setRoutingType(RoutingType.ANYCAST)
        .setDurable(true)
        .setAutoDelete(false);
  }

  private static Configuration configuration(BrokerSettings settings, String serverPassword) {
    Path folder = settings.folder();
    return new ConfigurationImpl()
        .setName("latchkey")
        .setPersistenceEnabled(true)
        .setJournalType(JournalType.NIO)
        .setJournalFileSize(JOURNAL_FILE_BYTES)
        .setJournalDatasync(true)
        .setJournalSyncTransactional(true)
        .setJournalSyncNonTransactional(true)
        .setJournalDirectory(folder.resolve("journal").toString())
        .setBindingsDirectory(folder.resolve("bindings").toString())
        .setPagingDirectory(folder.resolve("paging").toString())
        .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
        .setSecurityEnabled(true)
        .setClusterPassword(serverPassword)
        .setSecurityInvalidationInterval(ACCESS_CACHE.toMillis())
        .setPopulateValidatedUser(true)
        .setRejectEmptyValidatedUser(true)
        .setJMXManagementEnabled(false)
        .setGracefulShutdownEnabled(false)
        .setAcceptorConfigurations(Set.of(vm(), tcp(settings)))
        .setAddressSettings(addressSettings())
        .addAddressConfiguration(queueAddress(Destinations.ASSOCIATIONS))
        .addAddressConfiguration(queueAddress(Destinations.DEAD_LETTERS))
        .addAddressConfiguration(
            new CoreAddressConfiguration()
                .setName(Destinations.EVENTS)
                .addRoutingType(RoutingType.MULTICAST));
  }

  private static TransportConfiguration vm() {
    return new TransportConfiguration(InVMAcceptorFactory.class.getName(), Map.of(), "vm");
  }

  private static TransportConfiguration tcp(BrokerSettings settings) {
    return new TransportConfiguration(
        NettyAcceptorFactory.class.getName(),
        Map.of(
            TransportConstants.HOST_PROP_NAME, settings.bind(),
            TransportConstants.PORT_PROP_NAME, settings.port(),
            TransportConstants.PROTOCOLS_PROP_NAME, "CORE"),
        "tcp");
  }

  private static CoreAddressConfiguration queueAddress(String name) {
    return new CoreAddressConfiguration()
        .setName(name)
        .addRoutingType(RoutingType.ANYCAST)
        .addQueueConfig(queue(name));
  }

  private static Map<String, AddressSettings> addressSettings() {
    return Map.of(
        "#",
        settings(),
        "latchkey.#",
        settings().setAutoDeleteQueues(false).setAutoDeleteAddresses(false),
        "latchkey.deliveries.#",
        deliverySettings(),
        "latchkey.replies.#",
        deliverySettings(),
        Destinations.EVENTS,
        settings()
            .setAutoDeleteAddresses(false)
            .setDefaultAddressRoutingType(RoutingType.MULTICAST)
            .setDefaultQueueRoutingType(RoutingType.MULTICAST));
  }

  /** The queues of services, which may be written to before the service first logs in. */
  private static AddressSettings deliverySettings() {
    return settings()
        .setAutoCreateQueues(true)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false)
        .setDefaultAddressRoutingType(RoutingType.ANYCAST)
        .setDefaultQueueRoutingType(RoutingType.ANYCAST);
  }

  /** No queue is made unasked: a reply to one that is gone must not make it again. */
  private static AddressSettings settings() {
    return new AddressSettings()
        .setAutoCreateQueues(false)
        .setDeadLetterAddress(SimpleString.of(Destinations.DEAD_LETTERS))
        .setExpiryAddress(SimpleString.of(Destinations.DEAD_LETTERS))
        .setMaxDeliveryAttempts(MAX_DELIVERY_ATTEMPTS)
        .setRedeliveryDelay(FIRST_REDELIVERY.toMillis())
        .setRedeliveryMultiplier(REDELIVERY_MULTIPLIER)
        .setMaxRedeliveryDelay(LAST_REDELIVERY.toMillis());
  }
}
