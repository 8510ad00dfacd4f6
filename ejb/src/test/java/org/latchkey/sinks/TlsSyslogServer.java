package org.latchkey.sinks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A syslog server that takes messages by TLS as RFC 5425 has them. */
final class TlsSyslogServer implements AutoCloseable {

  private final ServerSocket listener;
  private final SSLSocketFactory sockets;
  private final boolean reads;
  private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Below TLS: a TLS connection's end waits for the other side, and does not interrupt a read. */
  private volatile @Nullable Socket connection;

  /** A key pair and its certificate for a name, its own issuer. */
  record Identity(KeyPair keys, X509Certificate certificate) {

    static Identity of(String dnsName) {
      try {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair keys = generator.generateKeyPair();
        X500Name name = new X500Name("CN=" + dnsName);
        Instant now = Instant.now();
        X509Certificate certificate =
            new JcaX509CertificateConverter()
                .getCertificate(
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.ONE,
                            Date.from(now.minus(Duration.ofHours(1))),
                            Date.from(now.plus(Duration.ofHours(1))),
                            name,
                            keys.getPublic())
                        .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(GeneralName.dNSName, dnsName)))
                        .build(
                            new JcaContentSignerBuilder("SHA256withECDSA")
                                .build(keys.getPrivate())));
        return new Identity(keys, certificate);
      } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
        throw new IllegalStateException(e);
      }
    }

    Path pem(Path folder) throws IOException {
      try {
        return Files.writeString(
            folder.resolve("ca.pem"),
            "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n",
            US_ASCII);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * @param reads whether it reads what it is sent
   */
  TlsSyslogServer(Identity identity, int port, boolean reads) throws IOException {
    this.reads = reads;
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "server",
          identity.keys().getPrivate(),
          new char[0],
          new Certificate[] {identity.certificate()});
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      sockets = context.getSocketFactory();
      listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    Thread thread = new Thread(this::serve, "syslog server");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The messages, each as it was framed. */
  BlockingQueue<String> messages() {
    return messages;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket accepted = listener.accept();
          SSLSocket socket = (SSLSocket) sockets.createSocket(accepted, null, false)) {
        connection = accepted;
        socket.startHandshake();
        if (reads) {
          read(socket.getInputStream());
        } else {
          closed.await();
        }
      } catch (IOException ended) {
        connection = null;
      } catch (InterruptedException stop) {
        return;
      }
    }
  }

  private void read(InputStream in) throws IOException {
    while (true) {
      StringBuilder length = new StringBuilder();
      int octet = in.read();
      while (octet >= '0' && octet <= '9') {
        length.append((char) octet);
        octet = in.read();
      }
      if (octet != ' ') {
        throw new IOException("not framed by octet counting");
      }
      byte[] message = in.readNBytes(Integer.parseInt(length.toString()));
      messages.add(new String(message, UTF_8));
    }
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      Socket open = connection;
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
