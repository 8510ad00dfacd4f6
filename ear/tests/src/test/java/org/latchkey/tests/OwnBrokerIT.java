package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.Json;
import org.latchkey.tests.RootUser.Service;

/**
 * A server with a broker of one's own in the place of the embedded one, and without plain HTTP. On
 * a database that can be made to fail.
 */
@Tag("postgresql")
class OwnBrokerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String USER = "latchkey";
  private static final String PASSWORD = "the password of latchkey";

  private final SecurityConfiguration logins = new SecurityConfiguration();
  private final int port = LatchkeyServer.freePort();

  @Test
  void association_isMadeOverTheBroker(@TempDir Path folder) throws Exception {
    logins.addUser(USER, PASSWORD);
    logins.addRole(USER, USER);
    EmbeddedActiveMQ broker = broker(folder);
    broker.start();
    subscribe();
    LatchkeyServer server =
        LatchkeyServer.configure()
            .with("LATCHKEY_NO_HTTP", "true")
            .with("LATCHKEY_AUDIT_TOPIC", "true")
            .with("LATCHKEY_BROKER_URL", url())
            .with("LATCHKEY_BROKER_USER", USER)
            .with("LATCHKEY_BROKER_PASSWORD", PASSWORD);
    try (server;
        RootUser root = new RootUser(server.start())) {
      assertThatThrownBy(() -> connect(server.endpoint().getPort()))
          .isInstanceOf(IOException.class);
      assertThatThrownBy(() -> connect(server.brokerPort())).isInstanceOf(IOException.class);

      Service service = root.register("gateway");
      letIn(service, broker);
      String certificate = root.certificate();
      assertThat(auditRecords("RequestCertificate")).contains("acm.amazonaws.com");
      try (AssociationClient client =
          AssociationClient.connect(url(), service.name(), service.credentials())) {
        assertThat(client.associate(certificate, service.resource("1"), PATIENCE).status())
            .isEqualTo("Associated");
        assertThat(client.receive(PATIENCE, delivery -> delivery))
            .get()
            .isInstanceOfSatisfying(
                CertificateDelivery.class,
                delivery -> assertThat(delivery.certificateArn()).isEqualTo(certificate));
      }

      execute(server, "alter table association rename to association_away");
      String text = request(service, certificate);
      send(service, text);
      TextMessage letter = deadLetter();
      execute(server, "alter table association_away rename to association");

      assertThat(letter.getText()).isEqualTo(text);
      assertThat(letter.getStringProperty("reason")).startsWith("InternalFailure");
      assertThat(letter.getStringProperty("sender")).contains(service.name());
    } finally {
      broker.stop();
    }
  }

  private static void execute(LatchkeyServer server, String sql) throws SQLException {
    try (Connection database = server.database();
        Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String request(Service service, String certificate) {
    return Json.write(
        Map.of(
            "type",
            "AssociateCertificate",
            "certificateArn",
            certificate,
            "resourceArn",
            service.resource("2"),
            "service",
            service.name()));
  }

  private void send(Service service, String text) {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url());
        JMSContext context =
            factory.createContext(
                service.credentials().brokerLogin(), service.credentials().brokerPassword())) {
      context.createProducer().send(context.createQueue("latchkey.associations"), text);
    }
  }

  private TextMessage deadLetter() {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url());
        JMSContext context = factory.createContext(USER, PASSWORD)) {
      Message letter =
          context
              .createConsumer(context.createQueue("latchkey.dead-letters"))
              .receive(PATIENCE.toMillis());
      assertThat(letter).isInstanceOf(TextMessage.class);
      return (TextMessage) letter;
    }
  }

  /** Somebody who wants every audit record, whether or not he is there. */
  private void subscribe() {
    audit(consumer -> "");
  }

  /** The records on the audit topic, up to the first of that event. */
  private String auditRecords(String eventName) {
    return audit(
        consumer -> {
          StringBuilder records = new StringBuilder();
          while (records.indexOf('"' + eventName + '"') < 0) {
            String next = consumer.receiveBody(String.class, PATIENCE.toMillis());
            assertThat(next).as("a record of %s after %s", eventName, records).isNotNull();
            records.append(next);
          }
          return records.toString();
        });
  }

  private String audit(Function<JMSConsumer, String> reader) {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url());
        JMSContext context = factory.createContext(USER, PASSWORD)) {
      context.setClientID("auditor");
      return reader.apply(
          context.createDurableConsumer(context.createTopic("latchkey.audit"), "all"));
    }
  }

  private static void connect(int port) throws IOException {
    new Socket(InetAddress.getLoopbackAddress(), port).close();
  }

  private String url() {
    return "tcp://127.0.0.1:" + port;
  }

  private EmbeddedActiveMQ broker(Path folder) throws Exception {
    Configuration configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(true)
            .setJournalDirectory(folder.resolve("journal").toString())
            .setBindingsDirectory(folder.resolve("bindings").toString())
            .setPagingDirectory(folder.resolve("paging").toString())
            .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
            .setJMXManagementEnabled(false)
            .setPopulateValidatedUser(true)
            .putSecurityRoles("latchkey.#", Set.of(everything(USER)))
            .addAcceptorConfiguration(
                new TransportConfiguration(
                    NettyAcceptorFactory.class.getName(),
                    Map.of("host", "127.0.0.1", "port", port)));
    return new EmbeddedActiveMQ()
        .setConfiguration(configuration)
        .setSecurityManager(
            new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), logins));
  }

  /** A login, its two queues, and the rights of the table in the documentation. */
  private void letIn(Service service, EmbeddedActiveMQ broker) throws Exception {
    String login = service.credentials().brokerLogin();
    logins.addUser(login, service.credentials().brokerPassword());
    logins.addRole(login, login);
    grant(broker, "latchkey.associations", sender(login));
    for (String queue :
        List.of(service.credentials().deliveryQueue(), service.credentials().replyQueue())) {
      broker
          .getActiveMQServer()
          .createQueue(
              QueueConfiguration.of(queue)
                  .setRoutingType(RoutingType.ANYCAST)
                  .setAutoCreateAddress(true));
      grant(broker, queue, consumer(login));
    }
  }

  private static void grant(EmbeddedActiveMQ broker, String address, Role role) {
    Set<Role> roles = new HashSet<>(Set.of(everything(USER), role));
    broker.getActiveMQServer().getSecurityRepository().addMatch(address, roles);
  }

  private static Role everything(String name) {
    return new Role(name, true, true, true, true, true, true, true, true, true, true, false, false);
  }

  private static Role sender(String name) {
    return new Role(
        name, true, false, false, false, false, false, false, false, false, false, false, false);
  }

  private static Role consumer(String name) {
    return new Role(
        name, false, true, false, false, false, false, false, false, false, false, false, false);
  }
}
