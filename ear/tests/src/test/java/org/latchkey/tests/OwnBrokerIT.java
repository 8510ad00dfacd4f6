package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.Json;
import org.latchkey.tests.RootUser.Service;
import software.amazon.awssdk.services.acm.model.CertificateStatus;

/**
 * A server with a broker of one's own in the place of the embedded one, and without plain HTTP:
 * what goes over the broker, and what whoever operates it reads on {@code latchkey.events}. On a
 * database that can be made to fail.
 */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnBrokerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String USER = "latchkey";
  private static final String JOB = "expiry-events";
  private static final String PASSWORD = "the password of latchkey";

  private final SecurityConfiguration logins = new SecurityConfiguration();
  private final int port = LatchkeyServer.freePort();
  private final List<JsonNode> received = new ArrayList<>();

  @TempDir static Path folder;
  private EmbeddedActiveMQ broker;
  private LatchkeyServer server;
  private RootUser root;

  @BeforeAll
  void start() throws Exception {
    logins.addUser(USER, PASSWORD);
    logins.addRole(USER, USER);
    broker = broker();
    broker.start();
    subscribe();
    server =
        LatchkeyServer.configure()
            .with("LATCHKEY_NO_HTTP", "true")
            .with("LATCHKEY_AUDIT_TOPIC", "true")
            .with("LATCHKEY_BROKER_URL", url())
            .with("LATCHKEY_BROKER_USER", USER)
            .with("LATCHKEY_BROKER_PASSWORD", PASSWORD)
            .start();
    root = new RootUser(server);
  }

  @AfterAll
  void stop() throws Exception {
    root.close();
    server.close();
    broker.stop();
  }

  @Test
  void portsThatAreOff_areNotListenedAt() {
    assertThatThrownBy(() -> connect(server.endpoint().getPort())).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> connect(server.brokerPort())).isInstanceOf(IOException.class);
  }

  @Test
  void association_isMadeOverTheBroker() throws Exception {
    Service service = root.register("gateway");
    letIn(service);
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

    execute("alter table association rename to association_away");
    String text = request(service, certificate);
    send(service, text);
    TextMessage letter = deadLetter();
    execute("alter table association_away rename to association");

    assertThat(letter.getText()).isEqualTo(text);
    assertThat(letter.getStringProperty("reason")).startsWith("InternalFailure");
    assertThat(letter.getStringProperty("sender")).contains(service.name());
  }

  @Test
  void certificatesLife_isToldOnceAndInOrder() {
    try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url());
        JMSContext context = factory.createContext(USER, PASSWORD);
        AwsClients clients = AwsClients.root(server)) {
      JMSConsumer events = context.createConsumer(context.createTopic("latchkey.events"));
      PrivateAuthority authority = PrivateAuthority.create(clients.acmPca());
      String arn = authority.request(clients, "told.latchkey.test");
      String ended = authority.request(clients, "ended.latchkey.test");
      ExportedKey.export(clients.acm(), arn);
      clients.acm().renewCertificate(request -> request.certificateArn(arn));
      assertThat(told(events, arn, 2))
          .extracting(event -> event.path("detail").path("Action").asText())
          .containsExactly("ISSUANCE", "RENEWAL");

      server.edit(
          () -> {
            setEnd(arn, Duration.ofHours(10 * 24 + 1));
            setEnd(ended, Duration.ofHours(-1));
          });
      JobsClient jobs = new JobsClient(root.latchkey());
      jobs.awaitCompleted(jobs.startWhenFree(JOB));
      jobs.awaitCompleted(jobs.startWhenFree(JOB));

      JsonNode approaching = told(events, arn, 3).get(2);
      assertThat(approaching.path("detail-type").asText())
          .isEqualTo("ACM Certificate Approaching Expiration");
      assertThat(approaching.path("detail").path("DaysToExpiry").asInt()).isEqualTo(10);
      assertThat(approaching.path("detail").path("CommonName").asText())
          .isEqualTo("told.latchkey.test");
      assertThat(told(events, ended, 2).get(1).path("detail-type").asText())
          .isEqualTo("ACM Certificate Expired");
      assertThat(
              clients
                  .acm()
                  .describeCertificate(request -> request.certificateArn(ended))
                  .certificate()
                  .status())
          .isEqualTo(CertificateStatus.EXPIRED);
      String gauge = "DaysToExpiry{certificateArn=\"" + arn + "\"";
      Await.until("/metrics has the gauge", () -> server.get("/metrics").body().contains(gauge));
      assertThat(server.get("/metrics").body().lines())
          .filteredOn(line -> line.startsWith(gauge))
          .singleElement()
          .asString()
          .endsWith(" 10");
      // A last event, after which nothing of the above may come a second time.
      ExportedKey.export(clients.acm(), arn);
      clients.acm().renewCertificate(request -> request.certificateArn(arn));
      assertThat(told(events, arn, 4).get(3).path("detail").path("Action").asText())
          .isEqualTo("RENEWAL");
      assertThat(told(events, ended, 2)).hasSize(2);
    }
  }

  /** The events of a certificate, at least so many. */
  private List<JsonNode> told(JMSConsumer events, String arn, int atLeast) {
    while (of(arn).size() < atLeast) {
      String event = events.receiveBody(String.class, PATIENCE.toMillis());
      assertThat(event).as("another event of %s after %s", arn, received).isNotNull();
      received.add(Json.tree(event));
    }
    return of(arn);
  }

  private List<JsonNode> of(String arn) {
    return received.stream()
        .filter(event -> event.path("resources").path(0).asText().equals(arn))
        .toList();
  }

  /** Has a certificate end so long from now, as if the time until then had passed. */
  private void setEnd(String arn, Duration left) {
    OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plus(left);
    try (Connection connection = server.database();
        PreparedStatement update =
            connection.prepareStatement(
                "update certificate set not_after = ?, expiry_event_at = ? where id = ?")) {
      update.setObject(1, end);
      update.setObject(2, end.minusDays(45));
      update.setString(3, arn.substring(arn.lastIndexOf('/') + 1));
      assertThat(update.executeUpdate()).isEqualTo(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void execute(String sql) throws SQLException {
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

  private EmbeddedActiveMQ broker() {
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
  private void letIn(Service service) throws Exception {
    String login = service.credentials().brokerLogin();
    logins.addUser(login, service.credentials().brokerPassword());
    logins.addRole(login, login);
    grant("latchkey.associations", sender(login));
    for (String queue :
        List.of(service.credentials().deliveryQueue(), service.credentials().replyQueue())) {
      broker
          .getActiveMQServer()
          .createQueue(
              QueueConfiguration.of(queue)
                  .setRoutingType(RoutingType.ANYCAST)
                  .setAutoCreateAddress(true));
      grant(queue, consumer(login));
    }
  }

  private void grant(String address, Role role) {
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
