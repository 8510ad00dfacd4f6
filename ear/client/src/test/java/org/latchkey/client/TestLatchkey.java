package org.latchkey.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptor;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager;

/**
 * The other side of the contract, for tests: a real broker with one service's login and one
 * association, and an HTTP server that answers Decrypt.
 */
public final class TestLatchkey implements AutoCloseable {
  /** The service's name. */
  public static final String SERVICE = "web-gateway";

  /** The domain name of the one certificate. */
  public static final String DOMAIN_NAME = "web.latchkey.test";

  /** The one certificate. */
  public static final String CERTIFICATE_ARN =
      "arn:aws:acm:eu-central-1:123456789012:certificate/6f3c2b1a";

  /** A certificate of which nothing is said. */
  public static final String UNANSWERED = "arn:silent";

  /** The one resource. */
  public static final String RESOURCE_ARN =
      "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/web/1";

  /** What the service is registered with. */
  public static final ServiceCredentials CREDENTIALS =
      new ServiceCredentials(
          "arn:aws:iam::123456789012:user/service/web-gateway",
          "AKIAIOSFODNN7EXAMPLE",
          "wJalrXUtnFEMI-secret-access-key",
          "web-gateway-at-123456789012",
          "the-broker-password",
          "latchkey.deliveries.web-gateway-at-123456789012",
          "latchkey.replies.web-gateway-at-123456789012");

  private static final String SERVER = "server";
  private static final String CIPHERTEXT =
      Base64.getEncoder().encodeToString("a KMS ciphertext".getBytes(StandardCharsets.UTF_8));
  private static final String CONTEXT_KEY = "aws:elasticloadbalancing:arn";

  /** The broker is talkative; held here, since loggers that nobody holds lose their level. */
  private static final Logger LOGGER = Logger.getLogger("org.apache.activemq");

  static {
    LOGGER.setLevel(Level.SEVERE);
  }

  private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
  private final HttpServer http;
  private final ActiveMQConnectionFactory factory;
  private final Connection connection;
  private final Session session;
  private final TestAuthority authority = new TestAuthority();
  private final KeyPair keys = TestAuthority.newKeyPair("EC", 256);
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
  private volatile boolean associated;

  private TestLatchkey(HttpServer http) throws Exception {
    this.http = http;
    broker.setConfiguration(
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(true)
            .setJMXManagementEnabled(false)
            .addAcceptorConfiguration("tcp", "tcp://127.0.0.1:0"));
    broker.setSecurityManager(new Logins());
    broker.start();
    factory = new ActiveMQConnectionFactory(brokerUrl());
    connection = factory.createConnection(SERVER, SERVER);
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    session
        .createConsumer(session.createQueue("latchkey.associations"))
        .setMessageListener(this::receive);
    connection.start();
    http.createContext("/", this::decrypt);
    http.start();
  }

  /** Starts the broker and the HTTP server on free ports. */
  public static TestLatchkey start() throws Exception {
    return new TestLatchkey(
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
  }

  /** The broker's URL. */
  public String brokerUrl() {
    NettyAcceptor acceptor =
        (NettyAcceptor) broker.getActiveMQServer().getRemotingService().getAcceptor("tcp");
    return "tcp://127.0.0.1:" + acceptor.getActualPort();
  }

  /** The HTTP server's URL. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** Who issued the one certificate. */
  public TestAuthority authority() {
    return authority;
  }

  /** The association messages that have arrived. */
  public List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  private void receive(Message message) {
    try {
      JsonNode request = Json.tree(message.getBody(String.class));
      requests.add(request);
      Destination replyTo = message.getJMSReplyTo();
      String correlationId = message.getJMSCorrelationID();
      if (request.path("certificateArn").asText().equals(UNANSWERED)) {
        return;
      }
      if (!request.path("certificateArn").asText().equals(CERTIFICATE_ARN)) {
        send(
            replyTo,
            correlationId,
            Map.of(
                "status", "Refused", "code", "ResourceNotFound", "message", "No such certificate"));
        return;
      }
      associated = request.path("type").asText().equals("AssociateCertificate");
      Destination deliveries = session.createQueue(CREDENTIALS.deliveryQueue());
      send(replyTo, "of an earlier request", Map.of("status", "Refused"));
      send(
          replyTo,
          correlationId,
          Map.of(
              "type",
              request.path("type").asText(),
              "status",
              associated ? "Associated" : "Disassociated",
              "associationId",
              "a-1",
              "grantId",
              "g-1",
              "new-member",
              1));
      send(
          deliveries,
          correlationId,
          new CertificateWithdrawal("a-0", CERTIFICATE_ARN, RESOURCE_ARN));
      send(
          deliveries,
          correlationId,
          associated
              ? delivery()
              : new CertificateWithdrawal("a-1", CERTIFICATE_ARN, RESOURCE_ARN));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The delivery of the one certificate. */
  public CertificateDelivery delivery() {
    return new CertificateDelivery(
        "a-1",
        CERTIFICATE_ARN,
        RESOURCE_ARN,
        1,
        TestAuthority.pem(authority.issue(keys, DOMAIN_NAME)),
        TestAuthority.pem(authority.certificate()),
        CIPHERTEXT,
        "arn:aws:kms:eu-central-1:123456789012:key/1",
        "g-1",
        Map.of("aws:acm:arn", CERTIFICATE_ARN, CONTEXT_KEY, RESOURCE_ARN));
  }

  /** The private key that was delivered. */
  public KeyPair keys() {
    return keys;
  }

  private void send(Destination to, String correlationId, Object body) throws JMSException {
    TextMessage message = session.createTextMessage(Json.write(body));
    message.setJMSCorrelationID(correlationId);
    session.createProducer(to).send(message);
  }

  private void decrypt(HttpExchange exchange) throws IOException {
    JsonNode request =
        Json.tree(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean allowed =
        associated
            && "TrentService.Decrypt".equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
            && authorization.contains("Credential=" + CREDENTIALS.accessKeyId() + "/")
            && authorization.contains("/eu-central-1/kms/aws4_request")
            && request.path("CiphertextBlob").asText().equals(CIPHERTEXT)
            && request.path("EncryptionContext").path(CONTEXT_KEY).asText().equals(RESOURCE_ARN)
            && request.path("EncryptionContext").size() == 2;
    Map<String, String> response =
        allowed
            ? Map.of(
                "Plaintext", Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()))
            : Map.of("__type", "AccessDeniedException", "message", "Not authorized");
    byte[] body = Json.write(response).getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
      exchange.sendResponseHeaders(allowed ? 200 : 400, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    http.stop(0);
    try {
      connection.close();
      factory.close();
      broker.stop();
    } catch (Exception e) {
      throw new IllegalStateException("The broker does not stop", e);
    }
  }

  private static final class Logins implements ActiveMQSecurityManager {
    @Override
    public boolean validateUser(String user, String password) {
      return SERVER.equals(user)
          || (CREDENTIALS.brokerLogin().equals(user)
              && CREDENTIALS.brokerPassword().equals(password));
    }

    @Override
    public boolean validateUserAndRole(
        String user, String password, Set<Role> roles, CheckType check) {
      return validateUser(user, password);
    }
  }
}
