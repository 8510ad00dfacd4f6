package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.latchkey.shared.InnerAddresses;
import org.latchkey.shared.Settings;

/**
 * Asks domains' web servers, over plain HTTP, for what shows control of them. No redirect is
 * followed, a few octets are read, and inner addresses are not asked unless the setting {@code
 * http-validation-inner} lets them: the name comes from a caller.
 */
@ApplicationScoped
class HttpLooks {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LONGEST = 256;
  private static final int PORT = 80;
  private static final int OK = 200;

  @Inject private DnsQueries dns;

  private final HttpClient client =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /** Whether a domain shows the proof; false where it does not answer, too. */
  CompletableFuture<Boolean> shows(String domain, HttpProof proof) {
    boolean inner = Settings.text("http-validation-inner").isPresent();
    return dns.addresses(domain)
        .thenCompose(
            addresses -> {
              List<InetAddress> asked =
                  addresses.stream()
                      .filter(address -> inner || !InnerAddresses.contains(address))
                      .toList();
              return asked.isEmpty()
                  ? CompletableFuture.completedFuture(false)
                  : ask(asked.get(0), domain, proof);
            })
        .exceptionally(unanswered -> false);
  }

  private CompletableFuture<Boolean> ask(InetAddress address, String domain, HttpProof proof) {
    int port = Settings.number("http-validation-port", PORT);
    String host =
        address instanceof Inet6Address
            ? '[' + address.getHostAddress() + ']'
            : address.getHostAddress();
    // The address that was looked at is the one that is asked, whatever the DNS says a moment
    // later.
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + host + ':' + port + proof.path()))
            .header("Host", domain)
            .timeout(PATIENCE)
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
        .thenApply(response -> isProof(response, proof));
  }

  private static boolean isProof(HttpResponse<InputStream> response, HttpProof proof) {
    try (InputStream body = response.body()) {
      if (response.statusCode() == OK) {
        String content = new String(body.readNBytes(LONGEST), US_ASCII).strip();
        return content.equals(proof.content());
      }
      boolean redirects = response.statusCode() / 100 == 3;
      return redirects
          && response
              .headers()
              .firstValue("Location")
              .filter(proof.redirectTo()::equals)
              .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
