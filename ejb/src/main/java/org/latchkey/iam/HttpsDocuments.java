package org.latchkey.iam;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.latchkey.crypto.PinnedTrust;
import org.latchkey.shared.LimitedBody;
import org.latchkey.shared.OutboundAddresses;

/**
 * Fetches what an identity provider says: over HTTPS alone, a mebibyte at most, without following
 * redirects, and not from inner addresses unless the setting {@code identity-provider-inner} lets
 * it. Everything that one of these fetches takes five seconds at most, however slowly the provider
 * answers.
 */
final class HttpsDocuments {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST = 1 << 20;
  private static final int OK = 200;

  /** Names are looked up aside, as that takes as long as a name server likes. */
  private static final ExecutorService LOOK_UPS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "identity-provider-look-up");
            thread.setDaemon(true);
            return thread;
          });

  private final HttpClient client;
  private final long deadline = System.nanoTime() + PATIENCE.toNanos();

  /**
   * For one conversation with a provider.
   *
   * @param thumbprints of certificates to be trusted besides the platform's
   */
  HttpsDocuments(Set<String> thumbprints) {
    client =
        HttpClient.newBuilder()
            .sslContext(PinnedTrust.context(thumbprints))
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(PATIENCE)
            .build();
  }

  String get(String url) throws IOException {
    return send(HttpRequest.newBuilder(https(url)).GET());
  }

  /** Sends a form, and receives what is answered. */
  String post(String url, Map<String, String> form) throws IOException {
    String body =
        new TreeMap<>(form)
            .entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    return send(
        HttpRequest.newBuilder(https(url))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private String send(HttpRequest.Builder request) throws IOException {
    HttpRequest asked = request.header("Accept", "application/json").build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        CompletableFuture.runAsync(() -> requireAllowed(asked.uri()), LOOK_UPS)
            .thenCompose(allowed -> client.sendAsync(asked, head -> new LimitedBody(LONGEST)));
    try {
      HttpResponse<byte[]> response =
          exchange.get(Math.max(deadline - System.nanoTime(), 0), TimeUnit.NANOSECONDS);
      if (response.statusCode() != OK) {
        throw new IOException("answered with status " + response.statusCode());
      }
      return new String(response.body(), UTF_8);
    } catch (TimeoutException late) {
      exchange.cancel(true);
      throw new IOException("did not answer in time", late);
    } catch (InterruptedException ended) {
      exchange.cancel(true);
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("the server stops").initCause(ended);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof UncheckedIOException refused) {
        throw refused.getCause();
      }
      throw new IOException("cannot be reached", failed.getCause());
    }
  }

  private static void requireAllowed(URI url) {
    try {
      OutboundAddresses.requireAllowed(url.getHost(), "identity-provider-inner");
    } catch (IOException refused) {
      throw new UncheckedIOException(refused);
    }
  }

  private static URI https(String url) throws IOException {
    try {
      URI uri = URI.create(url);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException none) {
      throw new IOException("not a URL", none);
    }
    throw new IOException("not an HTTPS URL");
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }
}
