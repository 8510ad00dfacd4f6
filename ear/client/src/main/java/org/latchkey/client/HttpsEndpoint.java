package org.latchkey.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** An HTTPS server on the loopback address that speaks TLS 1.3 only and says one text. */
public final class HttpsEndpoint implements AutoCloseable {
  private static final String[] PROTOCOLS = {"TLSv1.3"};

  private final HttpsServer server;
  private final ExecutorService threads;

  private HttpsEndpoint(HttpsServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts serving, on a free port.
   *
   * @param identity the certificate to show
   * @param text the body of every answer
   * @throws UncheckedIOException where no port can be had
   */
  public static HttpsEndpoint start(TlsIdentity identity, String text) {
    try {
      HttpsServer server =
          HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setHttpsConfigurator(new Tls13(identity.serverContext()));
      server.createContext("/", exchange -> answer(exchange, text));
      ExecutorService threads = Executors.newCachedThreadPool();
      server.setExecutor(threads);
      server.start();
      return new HttpsEndpoint(server, threads);
    } catch (IOException e) {
      throw new UncheckedIOException("No HTTPS server can be started", e);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Stops at once. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private static final class Tls13 extends HttpsConfigurator {
    private Tls13(SSLContext context) {
      super(context);
    }

    @Override
    public void configure(HttpsParameters parameters) {
      SSLParameters tls = getSSLContext().getDefaultSSLParameters();
      tls.setProtocols(PROTOCOLS);
      parameters.setSSLParameters(tls);
    }
  }
}
