package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.Endpoint;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.model.CertificateStatus;

/** What whoever operates the broker reads on {@code latchkey.events}. */
class EventsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String USER = "latchkey";
  private static final String PASSWORD = "the password of latchkey";
  private static final String JOB = "expiry-events";

  private final int port = LatchkeyServer.freePort();
  private final List<JsonNode> received = new ArrayList<>();

  @Test
  void certificatesLife_isToldOnceAndInOrder(@TempDir Path folder) throws Exception {
    EmbeddedActiveMQ broker = broker(folder);
    broker.start();
    String url = "tcp://127.0.0.1:" + port;
    LatchkeyServer server =
        LatchkeyServer.configure()
            .with("LATCHKEY_BROKER_URL", url)
            .with("LATCHKEY_BROKER_USER", USER)
            .with("LATCHKEY_BROKER_PASSWORD", PASSWORD);
    try (server;
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
        JMSContext context = factory.createContext(USER, PASSWORD)) {
      JMSConsumer events = context.createConsumer(context.createTopic("latchkey.events"));
      server.start();
      String arn;
      String ended;
      try (AwsClients clients = AwsClients.root(server)) {
        PrivateAuthority authority = PrivateAuthority.create(clients.acmPca());
        arn = authority.request(clients, "told.latchkey.test");
        ended = authority.request(clients, "ended.latchkey.test");
        ExportedKey.export(clients.acm(), arn);
        clients.acm().renewCertificate(request -> request.certificateArn(arn));
      }
      assertThat(told(events, arn, 2))
          .extracting(event -> event.path("detail").path("Action").asText())
          .containsExactly("ISSUANCE", "RENEWAL");

      server.stop();
      setEnd(server, arn, Duration.ofHours(10 * 24 + 1));
      setEnd(server, ended, Duration.ofHours(-1));
      server.restart();
      try (AwsClients clients = AwsClients.root(server)) {
        JobsClient jobs = new JobsClient(latchkey(server));
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
        Await.until("/metrics has the gauge", () -> metrics(server).contains(gauge));
        assertThat(metrics(server).lines())
            .filteredOn(line -> line.startsWith(gauge))
            .singleElement()
            .asString()
            .endsWith(" 10");
        // A last event, after which nothing of the above may come a second time.
        clients.acm().renewCertificate(request -> request.certificateArn(arn));
      }
      assertThat(told(events, arn, 4).get(3).path("detail").path("Action").asText())
          .isEqualTo("RENEWAL");
      assertThat(told(events, ended, 2)).hasSize(2);
    } finally {
      broker.stop();
    }
  }

  private static String metrics(LatchkeyServer server) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(server.endpoint().resolve("/metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
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

  private static LatchkeyClient latchkey(LatchkeyServer server) {
    return new LatchkeyClient(
        new Endpoint(server.endpoint(), null),
        Region.of(LatchkeyServer.REGION),
        AwsBasicCredentials.create(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY));
  }

  /** Has a certificate end so long from now, as if the time until then had passed. */
  private static void setEnd(LatchkeyServer server, String arn, Duration left) throws SQLException {
    OffsetDateTime end = OffsetDateTime.now(ZoneOffset.UTC).plus(left);
    try (Connection connection = server.database();
        PreparedStatement update =
            connection.prepareStatement(
                "update certificate set not_after = ?, expiry_event_at = ? where id = ?")) {
      update.setObject(1, end);
      update.setObject(2, end.minusDays(45));
      update.setString(3, arn.substring(arn.lastIndexOf('/') + 1));
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  private EmbeddedActiveMQ broker(Path folder) throws Exception {
    SecurityConfiguration logins = new SecurityConfiguration();
    logins.addUser(USER, PASSWORD);
    logins.addRole(USER, USER);
    Role everything =
        new Role(USER, true, true, true, true, true, true, true, true, true, true, false, false);
    return new EmbeddedActiveMQ()
        .setConfiguration(
            new ConfigurationImpl()
                .setPersistenceEnabled(true)
                .setJournalDirectory(folder.resolve("journal").toString())
                .setBindingsDirectory(folder.resolve("bindings").toString())
                .setPagingDirectory(folder.resolve("paging").toString())
                .setLargeMessagesDirectory(folder.resolve("large-messages").toString())
                .setJMXManagementEnabled(false)
                .setPopulateValidatedUser(true)
                .putSecurityRoles("latchkey.#", Set.of(everything))
                .addAcceptorConfiguration(
                    new TransportConfiguration(
                        NettyAcceptorFactory.class.getName(),
                        Map.of("host", "127.0.0.1", "port", port))))
        .setSecurityManager(
            new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), logins));
  }
}
