package org.latchkey.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.TemporaryQueue;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedBrokerTest {
  private static final String WEB = "web-at-123456789012";
  private static final String MAIL = "mail-at-123456789012";
  private static final String SERVER_PASSWORD = "the server's password";
  private static final long PATIENCE = 10_000;

  @TempDir Path folder;
  private int port;
  private EmbeddedBroker broker;

  @BeforeEach
  void start() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    startBroker();
    BrokerAccess.register((user, password) -> String.valueOf(password).equals(passwordOf(user)));
  }

  @AfterEach
  void stop() throws Exception {
    BrokerAccess.unregister();
    broker.stop();
  }

  private void startBroker() throws Exception {
    broker =
        EmbeddedBroker.start(new BrokerSettings(folder, "127.0.0.1", port, null), SERVER_PASSWORD);
  }

  private static String passwordOf(String user) {
    return "the password of " + user;
  }

  private ConnectionFactory core() {
    return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port);
  }

  private JMSContext connect(String user) {
    return core().createContext(user, passwordOf(user));
  }

  private JMSContext connectServer() {
    return new ActiveMQConnectionFactory("vm://0")
        .createContext(BrokerSecurity.SERVER, SERVER_PASSWORD);
  }

  @Nested
  class Login {
    @Test
    void serviceWithItsPassword_isLetIn() {
      try (JMSContext context = connect(WEB)) {
        assertThat(context.getClientID()).isNull();
      }
    }

    @Test
    void wrongPassword_isRefused() {
      assertRefused(WEB, passwordOf(MAIL));
    }

    @Test
    void noPassword_isRefused() {
      assertThatThrownBy(() -> core().createContext().close())
          .isInstanceOf(JMSSecurityRuntimeException.class);
    }

    @Test
    void beforeTheProductHasRegistered_isRefused() {
      BrokerAccess.unregister();

      assertRefused(WEB, passwordOf(WEB));
    }

    @Test
    void rightAfterTheProductHasRegistered_isLetIn() {
      BrokerAccess.unregister();
      assertRefused(WEB, passwordOf(WEB));

      BrokerAccess.register((user, password) -> true);

      try (JMSContext context = connect(WEB)) {
        assertThat(context.getClientID()).isNull();
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"#", "*", "web.x", "WEB", BrokerSecurity.SERVER})
    void nameThatIsNoServices_isRefusedWhateverTheProductSays(String user) {
      BrokerAccess.register((name, password) -> true);

      assertRefused(user, "any");
    }

    /**
     * The user that Artemis's brokers of one cluster know each other by, and its default password.
     */
    @Test
    void artemisClusterUser_isRefused() {
      assertThatThrownBy(
              () -> core().createContext("ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!").close())
          .isInstanceOf(JMSRuntimeException.class);
    }

    private void assertRefused(String user, String password) {
      assertThatThrownBy(() -> core().createContext(user, password).close())
          .isInstanceOf(JMSSecurityRuntimeException.class);
    }
  }

  @Nested
  class Sending {
    @Test
    void associationMessage_arrivesWithItsSendersName() throws JMSException {
      try (JMSContext web = connect(WEB);
          JMSContext server = connectServer()) {
        web.createProducer().send(queue(web, Destinations.ASSOCIATIONS), "associate");

        Message message = receive(server, Destinations.ASSOCIATIONS);

        assertThat(message.getBody(String.class)).isEqualTo("associate");
        assertThat(message.getStringProperty("JMSXUserID")).isEqualTo(WEB);
      }
    }

    @Test
    void sendersNameInTheMessage_isOverwritten() throws JMSException {
      try (JMSContext web = connect(WEB);
          JMSContext server = connectServer()) {
        web.createProducer()
            .setProperty("_AMQ_VALIDATED_USER", MAIL)
            .send(queue(web, Destinations.ASSOCIATIONS), "associate");

        Message message = receive(server, Destinations.ASSOCIATIONS);

        assertThat(message.getStringProperty("JMSXUserID")).isEqualTo(WEB);
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "latchkey.deliveries." + WEB,
          "latchkey.deliveries." + MAIL,
          "latchkey.replies." + MAIL,
          "latchkey.dead-letters",
          "latchkey.associations::latchkey.dead-letters",
          "activemq.management"
        })
    void otherDestination_isRefused(String destination) {
      try (JMSContext web = connect(WEB)) {
        assertThatThrownBy(() -> web.createProducer().send(queue(web, destination), "text"))
            .isInstanceOf(JMSRuntimeException.class)
            .hasMessageContaining("does not have permission");
      }
    }

    @Test
    void destinationThatIsNotThere_isNotMade() {
      try (JMSContext web = connect(WEB)) {
        assertThatThrownBy(() -> web.createProducer().send(queue(web, "elsewhere"), "text"))
            .isInstanceOf(JMSRuntimeException.class)
            .hasMessageContaining("There is no queue");
      }
    }

    @Test
    void event_isRefused() {
      try (JMSContext web = connect(WEB)) {
        assertThatThrownBy(
                () -> web.createProducer().send(web.createTopic(Destinations.EVENTS), "event"))
            .isInstanceOf(JMSSecurityRuntimeException.class);
      }
    }

    @Test
    void acceptedMessage_outlivesTheBroker() throws Exception {
      try (JMSContext web = connect(WEB)) {
        web.createProducer().send(queue(web, Destinations.ASSOCIATIONS), "associate");
      }
      broker.stop();
      startBroker();

      try (JMSContext server = connectServer()) {
        assertThat(receive(server, Destinations.ASSOCIATIONS).getBody(String.class))
            .isEqualTo("associate");
      }
    }

    @Test
    void secondMessageWithTheSameDuplicateId_isDropped() throws JMSException {
      try (JMSContext server = connectServer()) {
        for (String text : new String[] {"first", "second"}) {
          server
              .createProducer()
              .setProperty("_AMQ_DUPL_ID", "the same")
              .send(queue(server, Destinations.deliveriesOf(WEB)), text);
        }
        server.createProducer().send(queue(server, Destinations.deliveriesOf(WEB)), "third");
      }
      try (JMSContext web = connect(WEB);
          JMSConsumer consumer = web.createConsumer(queue(web, Destinations.deliveriesOf(WEB)))) {
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("first");
        assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("third");
      }
    }
  }

  @Nested
  class Receiving {
    @ParameterizedTest
    @ValueSource(strings = {"latchkey.deliveries." + WEB, "latchkey.replies." + WEB})
    void ownQueue_isReadAndBrowsed(String destination) throws JMSException {
      try (JMSContext server = connectServer();
          JMSContext web = connect(WEB)) {
        server.createProducer().send(queue(server, destination), "delivery");

        assertThat(web.createBrowser(queue(web, destination)).getEnumeration().hasMoreElements())
            .isTrue();
        assertThat(receive(web, destination).getBody(String.class)).isEqualTo("delivery");
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "latchkey.deliveries." + MAIL,
          "latchkey.replies." + MAIL,
          "latchkey.associations",
          "latchkey.dead-letters",
          "latchkey.deliveries.#",
          "elsewhere"
        })
    void othersQueue_isNeitherReadNorBrowsed(String destination) {
      try (JMSContext mail = connect(MAIL);
          JMSContext web = connect(WEB)) {
        assertThatThrownBy(() -> web.createConsumer(queue(web, destination)))
            .isInstanceOf(JMSRuntimeException.class);
        assertThatThrownBy(() -> web.createBrowser(queue(web, destination)).getEnumeration())
            .isInstanceOfAny(JMSException.class, JMSRuntimeException.class);
        assertThat(mail.getClientID()).isNull();
      }
    }

    @Test
    void events_areNotForServices() {
      try (JMSContext web = connect(WEB)) {
        assertThatThrownBy(() -> web.createConsumer(web.createTopic(Destinations.EVENTS)))
            .isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(
                () -> web.createDurableConsumer(web.createTopic(Destinations.EVENTS), "durable"))
            .isInstanceOf(JMSRuntimeException.class);
      }
    }
  }

  @Nested
  class TemporaryQueues {
    @Test
    void own_getsTheServersReplyAndIsDeleted() throws JMSException {
      try (JMSContext web = connect(WEB);
          JMSContext server = connectServer()) {
        TemporaryQueue replies = web.createTemporaryQueue();
        web.createProducer()
            .setJMSReplyTo(replies)
            .send(queue(web, Destinations.ASSOCIATIONS), "associate");
        Message request = receive(server, Destinations.ASSOCIATIONS);
        server.createProducer().send(request.getJMSReplyTo(), "associated");

        try (JMSConsumer consumer = web.createConsumer(replies)) {
          assertThat(consumer.receiveBody(String.class, PATIENCE)).isEqualTo("associated");
        }
        replies.delete();
        assertThat(broker.find(SimpleString.of(replies.getQueueName()))).isNull();
      }
    }

    @Test
    void others_isNeitherReadNorSentToNorDeleted() throws Exception {
      try (JMSContext mail = connect(MAIL);
          JMSContext web = connect(WEB);
          ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
          ClientSessionFactory factory = locator.createSessionFactory();
          ClientSession session =
              factory.createSession(WEB, passwordOf(WEB), false, true, true, false, 0)) {
        String replies = mail.createTemporaryQueue().getQueueName();

        assertSecurity(() -> session.createConsumer(replies));
        assertSecurity(() -> session.createConsumer(SimpleString.of(replies), true));
        assertSecurity(() -> session.deleteQueue(replies));
        assertSecurity(
            () ->
                session.createQueue(
                    QueueConfiguration.of("11111111-2222-3333-4444-555555555555")
                        .setAddress(replies)
                        .setRoutingType(RoutingType.MULTICAST)
                        .setDurable(false)));
        assertThatThrownBy(() -> web.createProducer().send(queue(web, replies), "text"))
            .isInstanceOf(JMSSecurityRuntimeException.class);
      }
    }

    @Test
    void queueThatStays_isNotMade() throws Exception {
      try (ServerLocator locator = ActiveMQClient.createServerLocator("tcp://127.0.0.1:" + port);
          ClientSessionFactory factory = locator.createSessionFactory();
          ClientSession session =
              factory.createSession(WEB, passwordOf(WEB), false, true, true, false, 0)) {
        assertSecurity(() -> session.createQueue(QueueConfiguration.of("mine")));
        assertSecurity(
            () ->
                session.createQueue(QueueConfiguration.of("11111111-2222-3333-4444-555555555555")));
        assertSecurity(() -> session.createQueue(QueueConfiguration.of("mine").setDurable(false)));
        assertSecurity(() -> session.deleteQueue(Destinations.deliveriesOf(WEB)));
      }
    }

    private void assertSecurity(ThrowingCall call) {
      assertThatThrownBy(call::run).isInstanceOf(ActiveMQSecurityException.class);
    }

    /** What a core session is asked to do. */
    private interface ThrowingCall {
      void run() throws ActiveMQException;
    }
  }

  private static Queue queue(JMSContext context, String name) {
    return context.createQueue(name);
  }

  private static Message receive(JMSContext context, String destination) {
    try (JMSConsumer consumer = context.createConsumer(context.createQueue(destination))) {
      Message message = consumer.receive(PATIENCE);
      assertThat(message).as("message from %s", destination).isNotNull();
      return message;
    }
  }
}
