package org.latchkey.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.regions.Region;

class LatchkeyClientTest {
  private static final String RESPONSE =
      """
      {"ServiceArn": "arn:aws:iam::123456789012:user/service/web",
       "AccessKeyId": "AKIASERVICE", "SecretAccessKey": "the-secret",
       "BrokerLogin": "web-at-123456789012", "BrokerPassword": "the-password",
       "DeliveryQueue": "latchkey.deliveries.web-at-123456789012",
       "ReplyQueue": "latchkey.replies.web-at-123456789012"}
      """;

  private final Queue<Headers> headers = new ConcurrentLinkedQueue<>();
  private final Queue<String> requests = new ConcurrentLinkedQueue<>();
  private volatile int status = 200;
  private volatile String response = RESPONSE;
  private HttpServer server;
  private LatchkeyClient client;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          headers.add(exchange.getRequestHeaders());
          requests.add(
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
          byte[] body = response.getBytes(StandardCharsets.UTF_8);
          try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    client =
        new LatchkeyClient(
            new Endpoint(URI.create("http://127.0.0.1:" + server.getAddress().getPort()), null),
            Region.EU_CENTRAL_1,
            AwsBasicCredentials.create("AKIAROOT", "root-secret"));
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  @Test
  void registerService_isSignedForLatchkey_andYieldsTheCredentials() {
    ServiceCredentials credentials = client.registerService("web", "aws:web:arn", "arn:*");

    Headers sent = headers.remove();
    assertThat(sent.getFirst("X-Amz-Target")).isEqualTo("Latchkey.RegisterService");
    assertThat(sent.getFirst("Content-Type")).isEqualTo("application/x-amz-json-1.1");
    assertThat(sent.getFirst("Authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKIAROOT/")
        .contains("/eu-central-1/latchkey/aws4_request")
        .contains("x-amz-target");
    assertThat(Json.tree(requests.remove()))
        .isEqualTo(
            Json.tree(
                """
                {"Name": "web", "ContextKey": "aws:web:arn", "ResourceArnPattern": "arn:*"}
                """));
    assertThat(credentials.brokerLogin()).isEqualTo("web-at-123456789012");
    assertThat(credentials.secretAccessKey()).isEqualTo("the-secret");
    assertThat(credentials.toString()).doesNotContain("the-secret", "the-password");
  }

  @Test
  void call_refused_throwsTheErrorsName() {
    status = 400;
    response = "{\"__type\": \"AccessDeniedException\", \"message\": \"Not you\"}";

    assertThatThrownBy(() -> client.call("RegisterService", "{}"))
        .isInstanceOfSatisfying(
            LatchkeyException.class, e -> assertThat(e.code()).isEqualTo("AccessDeniedException"))
        .hasMessage("Not you");
  }

  @Test
  void call_answeredBySomethingElse_throwsItsStatus() {
    status = 502;
    response = "<html>Bad gateway</html>";

    assertThatThrownBy(() -> client.call("RegisterService", "{}"))
        .isInstanceOfSatisfying(
            LatchkeyException.class, e -> assertThat(e.code()).isEqualTo("HTTP 502"));
  }

  @Test
  void call_withoutServer_saysWhichCannotBeReached() {
    server.stop(0);

    assertThatThrownBy(() -> client.call("RegisterService", "{}"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(":" + server.getAddress().getPort());
  }
}
