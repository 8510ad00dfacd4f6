package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.client.AssociationReply;
import org.latchkey.client.Json;
import org.latchkey.tests.RootUser.Service;

/** What an integrated service may not do by message: it is told why, and nothing is changed. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
class AssociationRefusalIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int TOO_LONG = 64 * 1024 + 1;

  private LatchkeyServer server;
  private RootUser root;
  private Service service;
  private Service other;
  private String certificate;
  private ActiveMQConnectionFactory factory;
  private Connection connection;
  private Session session;

  @BeforeEach
  void connect(LatchkeyServer shared) throws JMSException {
    server = shared;
    root = new RootUser(shared);
    service = root.register("refused");
    other = root.register("other");
    certificate = root.certificate();
    factory = new ActiveMQConnectionFactory(shared.broker());
    connection = connect(service);
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  @AfterEach
  void close() {
    // Takes the connections with it.
    factory.close();
    root.close();
  }

  private Connection connect(Service who) throws JMSException {
    Connection made =
        factory.createConnection(
            who.credentials().brokerLogin(), who.credentials().brokerPassword());
    made.start();
    return made;
  }

  @ParameterizedTest
  @CsvSource({
    "type, , MalformedMessage",
    "certificateArn, , MalformedMessage",
    "resourceArn, , MalformedMessage",
    "service, , MalformedMessage",
    "type, Associate, MalformedMessage",
    "service, another, AccessDenied",
    "certificateArn, not an ARN, ResourceNotFound",
    "certificateArn, arn:aws:acm:us-east-1:123456789012:certificate/no-such, ResourceNotFound",
    "certificateArn, arn:aws:acm:us-east-1:210987654321:certificate/no-such, AccessDenied",
    "resourceArn, not an ARN, AccessDenied",
    "resourceArn, arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/1, AccessDenied",
    "resourceArn, arn:aws:elasticloadbalancing:us-east-1:210987654321:loadbalancer/1, AccessDenied",
    "type, DisassociateCertificate, ResourceNotFound"
  })
  void wrongMember_isRefusedWithItsCode(String member, @Nullable String value, String code)
      throws JMSException {
    Map<String, String> members = request();
    if (value == null) {
      members.remove(member);
    } else {
      members.put(member, value);
    }

    assertRefused(session.createTextMessage(Json.write(members)), code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "associate, please", "[]", "{\"type\":", "{\"type\": 1}", "null"})
  void textThatIsNoRequest_isRefused(String text) throws JMSException {
    assertRefused(session.createTextMessage(text), "MalformedMessage");
  }

  @Test
  void resourceOfAnotherService_isRefused() throws JMSException {
    Map<String, String> members = request();
    members.put("resourceArn", other.resource("1"));

    assertRefused(session.createTextMessage(Json.write(members)), "AccessDenied");
  }

  @Test
  void messageThatIsTooLong_isRefused() throws JMSException {
    Map<String, String> members = request();
    members.put("comment", "x".repeat(TOO_LONG));

    assertRefused(session.createTextMessage(Json.write(members)), "MalformedMessage");
  }

  @Test
  void bytesMessage_isRefused() throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(Json.write(request()).getBytes(StandardCharsets.UTF_8));

    assertRefused(message, "MalformedMessage");
  }

  @Test
  void replyToATemporaryQueue_arrivesThere() throws JMSException {
    Queue replies = session.createTemporaryQueue();
    Message message = session.createTextMessage("not JSON");
    message.setJMSReplyTo(replies);
    send(message);

    assertThat(reply(session, replies).code()).isEqualTo("MalformedMessage");
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue://%s", "temp-queue://%s", "topic://%s"})
  void replyToAnotherServicesQueue_isRefusedAndNotSent(String form) throws JMSException {
    Session others = connect(other).createSession(false, Session.AUTO_ACKNOWLEDGE);
    Queue replies = others.createQueue(other.credentials().replyQueue());
    Message message = session.createTextMessage(Json.write(request()));
    message.setJMSReplyTo(
        ActiveMQDestination.fromPrefixedName(form.formatted(replies.getQueueName())));
    send(message);

    awaitRefusalInAudit("AccessDenied");
    assertNothingChanged();
    Message own = others.createTextMessage("not JSON");
    String correlationId = UUID.randomUUID().toString();
    own.setJMSCorrelationID(correlationId);
    own.setJMSReplyTo(replies);
    others.createProducer(others.createQueue("latchkey.associations")).send(own);
    assertThat(receive(others, replies).getJMSCorrelationID()).isEqualTo(correlationId);
  }

  @Test
  void malformedMessageWithoutReplyQueue_isRefusedInTheAudit() throws JMSException {
    send(session.createTextMessage("not JSON"));

    awaitRefusalInAudit("MalformedMessage");
    assertNothingChanged();
  }

  @Test
  void messageWithoutId_isAnsweredAsAnyOther() throws JMSException {
    Message message = session.createTextMessage(Json.write(request()));
    Queue replies = session.createQueue(service.credentials().replyQueue());
    message.setJMSReplyTo(replies);
    var producer = session.createProducer(session.createQueue("latchkey.associations"));
    producer.setDisableMessageID(true);
    producer.send(message);

    assertThat(reply(session, replies).status()).isEqualTo("Associated");
    assertThat(root.grants(service)).hasSize(1);
  }

  @Test
  void anotherServicesQueues_cannotBeRead() {
    assertNotReadable(other.credentials().deliveryQueue());
    assertNotReadable(other.credentials().replyQueue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"latchkey.dead-letters", "latchkey.associations", "latchkey.events"})
  void serversQueues_cannotBeRead(String queue) {
    assertNotReadable(queue);
  }

  @ParameterizedTest
  @ValueSource(strings = {"latchkey.dead-letters", "latchkey.events", "elsewhere"})
  void otherDestinations_cannotBeSentTo(String queue) {
    assertNotWritable(queue);
  }

  @Test
  void deliveryAndReplyQueues_cannotBeSentTo() {
    assertNotWritable(other.credentials().deliveryQueue());
    assertNotWritable(other.credentials().replyQueue());
    assertNotWritable(service.credentials().deliveryQueue());
  }

  @Test
  void wrongPassword_isRefused() {
    assertThatThrownBy(
            () -> factory.createConnection(service.credentials().brokerLogin(), "a guess"))
        .isInstanceOf(JMSSecurityException.class);
  }

  private Map<String, String> request() {
    return new HashMap<>(
        Map.of(
            "type",
            "AssociateCertificate",
            "certificateArn",
            certificate,
            "resourceArn",
            service.resource("1"),
            "service",
            service.name()));
  }

  private void send(Message message) throws JMSException {
    session.createProducer(session.createQueue("latchkey.associations")).send(message);
  }

  private void assertRefused(Message message, String code) throws JMSException {
    Destination replies = session.createQueue(service.credentials().replyQueue());
    message.setJMSReplyTo(replies);
    send(message);

    AssociationReply reply = reply(session, replies);
    assertThat(reply.status()).isEqualTo("Refused");
    assertThat(reply.code()).isEqualTo(code);
    assertThat(reply.message()).isNotBlank();
    assertNothingChanged();
  }

  private void assertNothingChanged() {
    assertThat(root.associations(service)).isEmpty();
    assertThat(root.grants(service)).isEmpty();
    assertThat(root.inUseBy(certificate)).isEmpty();
  }

  private static AssociationReply reply(Session reader, Destination from) throws JMSException {
    return Json.read(receive(reader, from).getBody(String.class), AssociationReply.class);
  }

  private static Message receive(Session reader, Destination from) throws JMSException {
    try (var consumer = reader.createConsumer(from)) {
      Message message = consumer.receive(PATIENCE.toMillis());
      assertThat(message).as("a message from %s", from).isNotNull();
      return message;
    }
  }

  private void awaitRefusalInAudit(String code) {
    Await.until("the audit has the refusal", () -> isInAudit(code));
  }

  private boolean isInAudit(String code) {
    return new AuditTrail(server)
        .lines()
        .anyMatch(
            line ->
                line.contains("\"" + code + "\"")
                    && line.contains("ReceiveAssociationMessage")
                    && line.contains(service.credentials().brokerLogin()));
  }

  private void assertNotReadable(String queue) {
    assertThatThrownBy(() -> session.createConsumer(session.createQueue(queue)))
        .isInstanceOf(JMSException.class);
  }

  private void assertNotWritable(String queue) {
    assertThatThrownBy(
            () ->
                session
                    .createProducer(session.createQueue(queue))
                    .send(session.createTextMessage("forged")))
        .isInstanceOf(JMSException.class);
  }
}
