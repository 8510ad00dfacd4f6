package org.latchkey.certificates;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.latchkey.shared.InnerAddresses;
import org.latchkey.shared.LimitedBody;
import org.latchkey.shared.NoBody;
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

  /**
   * Whether a domain shows the proof; false where it does not answer in time, too. This server's
   * own domain shows the proofs of everybody, and so nobody's control.
   */
  CompletableFuture<Boolean> shows(String domain, HttpProof proof) {
    if (HttpProofs.isOwnHost(domain)) {
      return CompletableFuture.completedFuture(false);
    }
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
        .orTimeout(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
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
    CompletableFuture<HttpResponse<byte[]>> exchange =
        client.sendAsync(
            request, head -> head.statusCode() == OK ? new LimitedBody(LONGEST) : new NoBody());
    CompletableFuture<Boolean> answer =
        exchange
            .thenApply(response -> isProof(response, proof))
            .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    // the request's own time ends with the reply's head
    return answer.whenComplete(
        (shown, late) -> {
          if (late != null) {
            exchange.cancel(true);
          }
        });
  }

  private static boolean isProof(HttpResponse<byte[]> response, HttpProof proof) {
    if (response.statusCode() == OK) {
      return new String(response.body(), US_ASCII).strip().equals(proof.content());
    }
    boolean redirects = response.statusCode() / 100 == 3;
    return redirects
        && response.headers().firstValue("Location").filter(proof.redirectTo()::equals).isPresent();
  }
}
