package org.latchkey.publicca;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.SubscriberKey;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.exception.AcmeServerException;

/** Orders that replace a certificate (RFC 9773 section 5), at a CA that refuses to hear of that. */
class ReplacingOrderTest {
  private static final List<String> NAMES = List.of("www.latchkey.test");
  private static final Pattern PAYLOAD = Pattern.compile("\"payload\":\"([^\"]*)\"");

  private final List<String> orders = new ArrayList<>();
  private HttpServer ca;
  private String base = "";
  private String refusal = "";
  private String renewalInfo = "";

  @BeforeEach
  void start() throws IOException {
    ca = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    base = "http://127.0.0.1:" + ca.getAddress().getPort();
    renewalInfo = ",\"renewalInfo\":\"" + base + "/renewal-info\"";
    ca.createContext(
        "/dir",
        exchange ->
            answer(
                exchange,
                200,
                "application/json",
                "{\"newNonce\":\"%1$s/nonce\",\"newOrder\":\"%1$s/order\"%2$s}"
                    .formatted(base, renewalInfo)));
    ca.createContext(
        "/nonce",
        exchange -> {
          exchange.getResponseHeaders().add("Replay-Nonce", "bm9uY2U");
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    ca.createContext("/order", this::order);
    ca.start();
  }

  @AfterEach
  void stop() {
    ca.stop(0);
  }

  private void order(HttpExchange exchange) throws IOException {
    Matcher payload = PAYLOAD.matcher(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    assertThat(payload.find()).isTrue();
    String order = new String(Base64.getUrlDecoder().decode(payload.group(1)), UTF_8);
    orders.add(order);
    if (order.contains("replaces")) {
      answer(
          exchange,
          409,
          "application/problem+json",
          "{\"type\":\"urn:ietf:params:acme:error:" + refusal + "\"}");
      return;
    }
    exchange.getResponseHeaders().add("Location", base + "/orders/7");
    answer(
        exchange,
        201,
        "application/json",
        "{\"status\":\"pending\",\"identifiers\":[],\"authorizations\":[],\"finalize\":\"%s/f\"}"
            .formatted(base));
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", type);
    exchange.getResponseHeaders().add("Replay-Nonce", "bm9uY2U");
    exchange.sendResponseHeaders(status, body.length());
    exchange.getResponseBody().write(body.getBytes(UTF_8));
    exchange.close();
  }

  private URI order() throws Exception {
    try (SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1)) {
      Login login =
          new Session(base + "/dir").login(URI.create(base + "/account/1").toURL(), key.keyPair());
      return PublicAuthority.order(login, NAMES, ReplacedCertificate.read());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"alreadyReplaced", "malformed", "unauthorized"})
  void caThatRefusesTheReplacement_isAskedForAnOrderWithout(String error) throws Exception {
    refusal = error;

    assertThat(order()).isEqualTo(URI.create(base + "/orders/7"));
    assertThat(orders).hasSize(2);
    assertThat(orders.get(0)).contains("\"replaces\":\"" + ReplacedCertificate.ID + '"');
    assertThat(orders.get(1)).contains(NAMES.get(0)).doesNotContain("replaces");
  }

  @Test
  void otherRefusal_isOfTheOrder() {
    refusal = "rejectedIdentifier";

    assertThatThrownBy(this::order)
        .isInstanceOfSatisfying(
            AcmeServerException.class,
            refused ->
                assertThat(refused.getType())
                    .hasToString("urn:ietf:params:acme:error:rejectedIdentifier"));
    assertThat(orders).hasSize(1);
  }

  @Test
  void caWithoutRenewalInformation_isNotToldOfTheReplaced() throws Exception {
    renewalInfo = "";

    assertThat(order()).isEqualTo(URI.create(base + "/orders/7"));
    assertThat(orders).singleElement().asString().doesNotContain("replaces");
  }
}
