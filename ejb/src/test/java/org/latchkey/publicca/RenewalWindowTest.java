package org.latchkey.publicca;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.latchkey.publicca.PublicAuthority.RenewalWindow;
import org.latchkey.x509.KeyAlgorithm;
import org.latchkey.x509.SubscriberKey;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Session;

/** Renewal information as a CA gives it, for the certificate of RFC 9773's appendix A. */
class RenewalWindowTest {

  private final List<String> asked = new ArrayList<>();
  private HttpServer ca;

  @BeforeEach
  void start() throws IOException {
    ca = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String base = "http://127.0.0.1:" + ca.getAddress().getPort();
    answer("/dir", "{\"renewalInfo\":\"" + base + "/renewal-info\"}");
    answer(
        "/renewal-info/",
        "{\"suggestedWindow\":{\"start\":\"2025-01-02T04:00:00Z\","
            + "\"end\":\"2025-01-03T04:00:00Z\"}}");
    ca.start();
  }

  @AfterEach
  void stop() {
    ca.stop(0);
  }

  private void answer(String path, String json) {
    ca.createContext(
        path,
        exchange -> {
          asked.add(exchange.getRequestURI().getPath());
          byte[] body = json.getBytes(US_ASCII);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.getResponseHeaders().set("Retry-After", "21600");
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @Test
  void window_isWhatTheCaSuggestsForTheCertificatesIdentifier() throws Exception {
    URI directory = URI.create("http://127.0.0.1:" + ca.getAddress().getPort() + "/dir");
    Instant before = Instant.now();

    RenewalWindow window;
    try (SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1)) {
      Login login =
          new Session(directory).login(directory.resolve("/account/1").toURL(), key.keyPair());
      window = PublicAuthority.renewalWindow(login, ReplacedCertificate.read());
    }

    assertThat(asked).contains("/renewal-info/" + ReplacedCertificate.ID);
    assertThat(window.start()).isEqualTo("2025-01-02T04:00:00Z");
    assertThat(window.end()).isEqualTo("2025-01-03T04:00:00Z");
    assertThat(window.askAgain()).isAfter(before.plusSeconds(21_000));
  }
}
