package org.latchkey.client.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.latchkey.client.Endpoint;

/**
 * What a TLS client saw of a server that it verified.
 *
 * @param protocol the TLS version
 * @param cipherSuite the cipher suite
 * @param chain the verified chain, the server's certificate first, without the root
 * @param statusLine the first line of the HTTP response
 * @param body the response's last line
 */
record TlsConnection(
    String protocol,
    String cipherSuite,
    List<X509Certificate> chain,
    String statusLine,
    String body) {
  private static final int TIMEOUT_MILLISECONDS = 30_000;

  /**
   * Asks the server at {@code port} of the loopback address for its page, over TLS 1.3.
   *
   * @param name the name that the server must prove
   * @param root the one authority to trust; null for those that the Java runtime trusts
   * @throws SSLHandshakeException where the server cannot be verified
   */
  static TlsConnection open(int port, String name, @Nullable X509Certificate root)
      throws SSLHandshakeException {
    try (Socket tcp = new Socket(InetAddress.getLoopbackAddress(), port)) {
      tcp.setSoTimeout(TIMEOUT_MILLISECONDS);
      // The name goes into SNI and is checked, though no DNS knows it.
      try (SSLSocket tls =
          (SSLSocket) context(root).getSocketFactory().createSocket(tcp, name, port, true)) {
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return exchange(tls, name);
      }
    } catch (SSLHandshakeException e) {
      throw e;
    } catch (IOException | GeneralSecurityException e) {
      throw new DemoFailure("The TLS connection failed: " + e.getMessage());
    }
  }

  private static SSLContext context(@Nullable X509Certificate root)
      throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    TrustManager[] trusted = root == null ? null : Endpoint.trustManagers(root);
    context.init(null, trusted, null);
    return context;
  }

  private static TlsConnection exchange(SSLSocket tls, String name) throws IOException {
    Writer request = new OutputStreamWriter(tls.getOutputStream(), StandardCharsets.US_ASCII);
    request.write("GET / HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n");
    request.flush();
    BufferedReader response =
        new BufferedReader(new InputStreamReader(tls.getInputStream(), StandardCharsets.UTF_8));
    List<String> lines = response.lines().toList();
    if (lines.isEmpty()) {
      throw new IOException("the server said nothing");
    }
    List<X509Certificate> chain = new ArrayList<>();
    for (Certificate certificate : tls.getSession().getPeerCertificates()) {
      chain.add((X509Certificate) certificate);
    }
    return new TlsConnection(
        tls.getSession().getProtocol(),
        tls.getSession().getCipherSuite(),
        List.copyOf(chain),
        lines.get(0),
        lines.get(lines.size() - 1));
  }
}
