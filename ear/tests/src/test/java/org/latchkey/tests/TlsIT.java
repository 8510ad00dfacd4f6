package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS with the certificate that the server issued to itself. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
class TlsIT {

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1"})
  void clientThatTrustsTheServersCertificate_isAnswered(String host, LatchkeyServer server)
      throws Exception {
    HttpClient client = HttpClient.newBuilder().sslContext(trusting(server)).build();
    URI ready =
        URI.create("https://" + host + ":" + server.httpsEndpoint().getPort() + "/health/ready");

    HttpResponse<String> response =
        client.send(HttpRequest.newBuilder(ready).build(), HttpResponse.BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
  }

  @Test
  void clientThatDoesNotTrustIt_refuses(LatchkeyServer server) {
    HttpRequest request = HttpRequest.newBuilder(server.httpsEndpoint()).build();

    assertThatThrownBy(
            () -> HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()))
        .isInstanceOf(SSLException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void currentProtocol_isSpoken(String protocol, LatchkeyServer server) throws Exception {
    try (SSLSocket socket = socket(server, protocol)) {
      socket.startHandshake();
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
    }
  }

  @Test
  void certificate_namesTheServersAddresses(LatchkeyServer server) throws Exception {
    try (InputStream in = Files.newInputStream(server.certificate())) {
      Certificate certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
      assertThat(certificate)
          .isInstanceOfSatisfying(
              X509Certificate.class,
              x509 -> assertThat(namesIn(x509)).contains("localhost", "127.0.0.1"));
    }
  }

  private static List<String> namesIn(X509Certificate certificate) {
    try {
      return certificate.getSubjectAlternativeNames().stream()
          .map(name -> String.valueOf(name.get(1)))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLSocket socket(LatchkeyServer server, String protocol)
      throws IOException, GeneralSecurityException {
    SSLSocket socket =
        (SSLSocket)
            trusting(server)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.httpsEndpoint().getPort());
    socket.setEnabledProtocols(new String[] {protocol});
    return socket;
  }

  private static SSLContext trusting(LatchkeyServer server)
      throws IOException, GeneralSecurityException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(server.certificate())) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }
}
