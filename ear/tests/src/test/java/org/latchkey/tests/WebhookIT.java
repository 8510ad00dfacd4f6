package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.latchkey.client.AssociationClient;
import org.latchkey.client.Endpoint;
import org.latchkey.client.Json;
import org.latchkey.client.LatchkeyClient;
import org.latchkey.client.LatchkeyException;
import org.latchkey.client.ServiceCredentials;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.acm.AcmClient;
import software.amazon.awssdk.services.acmpca.model.CertificateAuthorityStatus;

/** What a webhook is sent of the events of its account. */
@ExtendWith(LatchkeyExtension.class)
class WebhookIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** An event as the webhook got it. */
  private record Received(String delivery, String signature, String body) {}

  private final LatchkeyServer server;
  private final Region region;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final AtomicInteger status = new AtomicInteger(503);

  WebhookIT(LatchkeyServer server) {
    this.server = server;
    region = server.unusedRegion();
  }

  @Test
  void event_isSentSignedUntilItIsTaken() throws Exception {
    HttpServer hook = hook();
    String url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/acm";
    try (LatchkeyClient latchkey = latchkey();
        AwsClients clients = AwsClients.root(server, region)) {
      JsonNode subscribed = subscribe(latchkey, url, "ACM Certificate Available");
      String id = subscribed.path("SubscriptionId").asText();
      String arn =
          PrivateAuthority.create(clients.acmPca()).request(clients, "hooked.latchkey.test");

      Await.until("the event was refused", () -> !of(arn).isEmpty());
      Await.until("the problem is shown", () -> list(latchkey, id).contains("status 503"));
      status.set(204);
      Await.until("the event was taken", () -> of(arn).size() > 1 && !problem(latchkey, id));

      assertThat(of(arn)).extracting(Received::delivery).containsOnly(of(arn).get(0).delivery());
      assertThat(of(arn)).extracting(Received::body).containsOnly(of(arn).get(0).body());
      Received last = of(arn).get(of(arn).size() - 1);
      assertThat(last.signature()).isEqualTo(signature(last, subscribed.path("Secret").asText()));
      JsonNode event = Json.tree(last.body());
      assertThat(event.path("detail-type").asText()).isEqualTo("ACM Certificate Available");
      assertThat(event.path("detail").path("Action").asText()).isEqualTo("ISSUANCE");

      call(latchkey, "UnsubscribeEvents", Map.of("SubscriptionId", id));
      assertThat(list(latchkey, id)).isEmpty();
      assertThatExceptionOfType(LatchkeyException.class)
          .isThrownBy(() -> call(latchkey, "UnsubscribeEvents", Map.of("SubscriptionId", id)))
          .satisfies(refused -> assertThat(refused.code()).isEqualTo("ResourceNotFoundException"));
      assertThatExceptionOfType(LatchkeyException.class)
          .isThrownBy(
              () -> subscribe(latchkey, "http://hooks.example/acm", "ACM Certificate Available"))
          .satisfies(refused -> assertThat(refused.code()).isEqualTo("ValidationException"));
    } finally {
      hook.stop(0);
    }
  }

  @Test
  void serverThatAnswersNoHttp_keepsNobodyElseFromTheirEvents() throws Exception {
    status.set(204);
    HttpServer hook = hook();
    try (ServerSocket rude = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        LatchkeyClient latchkey = latchkey();
        AwsClients clients = AwsClients.root(server, region)) {
      Thread answers = new Thread(() -> answerAll(rude, "AB\0CD\r\n\r\n"), "rude server");
      answers.start();
      String type = "ACM Certificate Available";
      String id =
          subscribe(latchkey, "http://127.0.0.1:" + rude.getLocalPort() + "/acm", type)
              .path("SubscriptionId")
              .asText();
      PrivateAuthority authority = PrivateAuthority.create(clients.acmPca());
      authority.request(clients, "rude.latchkey.test");

      Await.until("the problem is shown", () -> list(latchkey, id).contains("AB CD"));

      String other =
          subscribe(latchkey, "http://127.0.0.1:" + hook.getAddress().getPort() + "/acm", type)
              .path("SubscriptionId")
              .asText();
      String arn = authority.request(clients, "polite.latchkey.test");
      Await.until("the other is told", () -> !of(arn).isEmpty());
      for (String each : new String[] {id, other}) {
        call(latchkey, "UnsubscribeEvents", Map.of("SubscriptionId", each));
      }
    } finally {
      hook.stop(0);
    }
  }

  /** Answers whoever comes with the same octets, until the socket is closed. */
  private static void answerAll(ServerSocket socket, String answer) {
    try {
      while (true) {
        try (Socket caller = socket.accept()) {
          assertThat(caller.getInputStream().read()).isPositive();
          caller.getOutputStream().write(answer.getBytes(UTF_8));
        }
      }
    } catch (IOException closed) {
      assertThat(socket.isClosed()).isTrue();
    }
  }

  @Test
  void lifeOfACertificate_isToldInOrder() throws Exception {
    status.set(204);
    HttpServer hook = hook();
    String url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/acm";
    try (LatchkeyClient latchkey = latchkey();
        AwsClients clients = AwsClients.root(server, region)) {
      String id =
          subscribe(
                  latchkey,
                  url,
                  "ACM Certificate Available",
                  "ACM Certificate Rotated",
                  "ACM Certificate Renewal Action Required",
                  "ACM Certificate Revoked")
              .path("SubscriptionId")
              .asText();
      AcmClient acm = clients.acm();
      PrivateAuthority authority = PrivateAuthority.create(clients.acmPca());
      String arn = authority.request(clients, "told.latchkey.test");
      Await.until("it is issued", () -> !of(arn).isEmpty());

      whileInUse(latchkey, arn, () -> acm.renewCertificate(request -> request.certificateArn(arn)));
      ExportedKey.export(acm, arn);
      setStatus(clients, authority, CertificateAuthorityStatus.DISABLED);
      acm.renewCertificate(request -> request.certificateArn(arn));
      acm.renewCertificate(request -> request.certificateArn(arn)); // is not told again
      setStatus(clients, authority, CertificateAuthorityStatus.ACTIVE);
      acm.revokeCertificate(
          request -> request.certificateArn(arn).revocationReason("KEY_COMPROMISE"));
      Await.until("the revocation is told", () -> lastOf(arn).contains("Certificate Revoked"));

      assertThat(of(arn))
          .extracting(event -> Json.tree(event.body()).path("detail-type").asText())
          .containsExactly(
              "ACM Certificate Available",
              "ACM Certificate Available",
              "ACM Certificate Rotated",
              "ACM Certificate Renewal Action Required",
              "ACM Certificate Revoked");
      assertThat(Json.tree(of(arn).get(1).body()).path("detail").path("Action").asText())
          .isEqualTo("RENEWAL");
      assertThat(Json.tree(of(arn).get(2).body()).path("detail").path("InUse").asBoolean())
          .isTrue();
      assertThat(of(arn).get(3).body()).contains("PCA_INVALID_STATE");
      call(latchkey, "UnsubscribeEvents", Map.of("SubscriptionId", id));
    } finally {
      hook.stop(0);
    }
  }

  /** Has a service use a certificate while something is done. */
  private void whileInUse(LatchkeyClient latchkey, String arn, Runnable action) {
    String service = "hooked-" + UUID.randomUUID();
    String resource =
        "arn:aws:elasticloadbalancing:%s:%s:loadbalancer/app/%s"
            .formatted(region, LatchkeyServer.ACCOUNT_ID, service);
    ServiceCredentials credentials =
        latchkey.registerService(service, RootUser.CONTEXT_KEY, resource);
    try (AssociationClient broker =
        AssociationClient.connect(server.broker(), service, credentials)) {
      assertThat(broker.associate(arn, resource, PATIENCE).status()).isEqualTo("Associated");
      action.run();
      assertThat(broker.disassociate(arn, resource, PATIENCE).status()).isEqualTo("Disassociated");
    }
  }

  private static void setStatus(
      AwsClients clients, PrivateAuthority authority, CertificateAuthorityStatus status) {
    clients
        .acmPca()
        .updateCertificateAuthority(
            request -> request.certificateAuthorityArn(authority.arn()).status(status));
  }

  private String lastOf(String arn) {
    List<Received> events = of(arn);
    return events.get(events.size() - 1).body();
  }

  /** A web server that takes what is sent to {@code /acm}, with the status of the moment. */
  private HttpServer hook() throws IOException {
    HttpServer hook =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    hook.createContext(
        "/acm",
        exchange -> {
          received.add(
              new Received(
                  exchange.getRequestHeaders().getFirst("X-Latchkey-Delivery"),
                  exchange.getRequestHeaders().getFirst("X-Latchkey-Signature"),
                  new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
          exchange.sendResponseHeaders(status.get(), -1);
          exchange.close();
        });
    hook.start();
    return hook;
  }

  private LatchkeyClient latchkey() {
    return new LatchkeyClient(
        new Endpoint(server.endpoint(), null),
        region,
        AwsBasicCredentials.create(LatchkeyServer.ACCESS_KEY_ID, LatchkeyServer.SECRET_ACCESS_KEY));
  }

  private List<Received> of(String arn) {
    return received.stream().filter(event -> event.body().contains(arn)).toList();
  }

  private static JsonNode subscribe(LatchkeyClient latchkey, String url, String... detailTypes) {
    return Json.tree(
        call(
            latchkey,
            "SubscribeEvents",
            Map.of("Protocol", "WEBHOOK", "Endpoint", url, "DetailTypes", List.of(detailTypes))));
  }

  private static String call(LatchkeyClient latchkey, String operation, Object request) {
    return latchkey.call(operation, Json.write(request));
  }

  /** A subscription as the list shows it; empty where it is not there. */
  private static String list(LatchkeyClient latchkey, String id) {
    for (JsonNode each :
        Json.tree(call(latchkey, "ListEventSubscriptions", Map.of())).path("Subscriptions")) {
      if (each.path("SubscriptionId").asText().equals(id)) {
        return each.toString();
      }
    }
    return "";
  }

  private static boolean problem(LatchkeyClient latchkey, String id) {
    return list(latchkey, id).contains("Problem");
  }

  private static String signature(Received event, String secret) throws Exception {
    String time = event.signature().substring(2, event.signature().indexOf(','));
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
    return "t="
        + time
        + ",v1="
        + HexFormat.of().formatHex(mac.doFinal((time + '.' + event.body()).getBytes(UTF_8)));
  }
}
