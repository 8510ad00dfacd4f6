package org.latchkey.notifications;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.latchkey.crypto.Hmac;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.NoBody;
import org.latchkey.shared.OutboundAddresses;

/**
 * Tells webhooks: one POST each, taken where it is answered with a status from 200 to 299. Inner
 * addresses are not told unless the setting {@code webhook-inner} lets them: the URL comes from a
 * caller.
 */
@ApplicationScoped
class Webhooks {

  /** The setting that lets webhooks be at inner addresses. */
  private static final String INNER = "webhook-inner";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /**
   * Tells one.
   *
   * @throws IOException with a sentence that says why it was not taken
   */
  void tell(String url, long id, String body, SecretBytes secret, Instant now)
      throws IOException, InterruptedException {
    URI address = URI.create(url);
    OutboundAddresses.requireAllowed(address.getHost(), INNER);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(PATIENCE)
            .header("Content-Type", "application/json")
            .header("X-Latchkey-Delivery", Long.toString(id))
            .header("X-Latchkey-Signature", signature(secret, now, body))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    int status = status(client.sendAsync(request, head -> new NoBody()));
    if (status / 100 != 2) {
      throw new IOException("It answered with status " + status + ".");
    }
  }

  private static int status(CompletableFuture<HttpResponse<byte[]>> exchange)
      throws IOException, InterruptedException {
    try {
      return exchange.get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS).statusCode();
    } catch (TimeoutException late) {
      exchange.cancel(true);
      throw new IOException("It did not answer in time.", late);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException failure
          ? failure
          : new IOException("It cannot be told.", failed);
    }
  }

  /** Whether webhooks may be at inner addresses, and at loopback ones by plain HTTP. */
  static boolean innerAllowed() {
    return OutboundAddresses.areInnerAllowed(INNER);
  }

  /** The time and HMAC-SHA-256 of it, a point and the body: {@code t=…,v1=…}. */
  static String signature(SecretBytes secret, Instant now, String body) {
    String time = Long.toString(now.getEpochSecond());
    byte[] mac = Hmac.sha256(secret, (time + '.' + body).getBytes(UTF_8));
    return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac);
  }
}
