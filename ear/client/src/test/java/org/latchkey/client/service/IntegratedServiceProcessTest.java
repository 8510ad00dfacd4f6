package org.latchkey.client.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.client.CertificateDelivery;
import org.latchkey.client.Endpoint;
import org.latchkey.client.TestLatchkey;

/** The process as the demo uses it, with a real broker. */
class IntegratedServiceProcessTest {
  @TempDir static Path folder;

  private static String classPath = "";
  private TestLatchkey latchkey;
  private ServiceProcess process;

  /** Puts the class path into a jar's manifest: the process list shows only so much of a line. */
  @BeforeAll
  static void shortenClassPath() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    Path jar = folder.resolve("class-path.jar");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    classPath = jar.toString();
  }

  @BeforeEach
  void start() throws Exception {
    latchkey = TestLatchkey.start();
    process = ServiceProcess.start(classPath);
  }

  @AfterEach
  void stop() {
    process.close();
    latchkey.close();
  }

  @Test
  void service_servesWhileAssociated_andIsRefusedAfterwards() throws Exception {
    connect();
    CertificateDelivery delivery =
        process.associate(TestLatchkey.CERTIFICATE_ARN, TestLatchkey.RESOURCE_ARN);
    assertThat(delivery.associationId()).isEqualTo("a-1");
    process.decrypt();

    int port = process.serve();
    assertThat(protocolOf(port, "TLSv1.3")).isEqualTo("TLSv1.3");
    assertThatThrownBy(() -> protocolOf(port, "TLSv1.2")).isInstanceOf(SSLHandshakeException.class);

    assertThat(process.disassociate().status()).isEqualTo("Disassociated");
    assertThatThrownBy(() -> protocolOf(port, "TLSv1.3")).isInstanceOf(ConnectException.class);
    assertThatThrownBy(process::decrypt)
        .isInstanceOfSatisfying(
            ServiceFailure.class, e -> assertThat(e.code()).isEqualTo("AccessDeniedException"));
  }

  @Test
  void process_keepsItsCredentialsFromTheProcessList() {
    connect();

    ProcessHandle.Info info = ProcessHandle.of(process.pid()).orElseThrow().info();
    assertThat(info.arguments())
        .hasValueSatisfying(
            arguments ->
                assertThat(Arrays.toString(arguments))
                    .contains(IntegratedServiceProcess.class.getName())
                    .doesNotContain(
                        TestLatchkey.CREDENTIALS.secretAccessKey(),
                        TestLatchkey.CREDENTIALS.brokerPassword()));
  }

  @Test
  void associate_refused_reportsTheCode() {
    connect();

    assertThatThrownBy(() -> process.associate("arn:unknown", TestLatchkey.RESOURCE_ARN))
        .isInstanceOfSatisfying(
            ServiceFailure.class, e -> assertThat(e.code()).isEqualTo("ResourceNotFound"));
  }

  @Test
  void command_outOfOrder_isReported() {
    assertThatThrownBy(process::serve)
        .isInstanceOf(ServiceFailure.class)
        .hasMessage("The service is not connected yet");
    connect();
    assertThatThrownBy(process::serve)
        .isInstanceOf(ServiceFailure.class)
        .hasMessage("No certificate was delivered yet");
  }

  @Test
  void process_ends_whenItsInputDoes() {
    connect();
    ProcessHandle handle = ProcessHandle.of(process.pid()).orElseThrow();

    process.close();

    assertThat(handle.isAlive()).isFalse();
  }

  private void connect() {
    process.connect(
        TestLatchkey.SERVICE,
        latchkey.brokerUrl(),
        latchkey.endpoint().toString(),
        null,
        TestLatchkey.CREDENTIALS);
  }

  private String protocolOf(int port, String protocol) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, Endpoint.trustManagers(latchkey.authority().certificate()), null);
    try (Socket tcp = new Socket(InetAddress.getLoopbackAddress(), port);
        SSLSocket tls =
            (SSLSocket)
                context
                    .getSocketFactory()
                    .createSocket(tcp, TestLatchkey.DOMAIN_NAME, port, true)) {
      SSLParameters parameters = tls.getSSLParameters();
      parameters.setProtocols(new String[] {protocol});
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(parameters);
      tls.startHandshake();
      return tls.getSession().getProtocol();
    }
  }
}
