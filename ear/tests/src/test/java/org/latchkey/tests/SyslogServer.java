package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.jspecify.annotations.Nullable;

/** A syslog server that takes messages over TLS, framed by octet counting (RFC 5425). */
final class SyslogServer implements AutoCloseable {
  private final ServerSocket listener;
  private final SSLSocketFactory sockets;
  private final List<String> messages = new CopyOnWriteArrayList<>();

  /** Below TLS: a TLS connection's end waits for the other side, and does not interrupt a read. */
  private volatile @Nullable Socket connection;

  SyslogServer(KeyAndCertificate identity, int port) throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry(
        "syslog",
        identity.privateKey(),
        new char[0],
        new Certificate[] {
          new JcaX509CertificateConverter().getCertificate(identity.certificate())
        });
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    sockets = context.getSocketFactory();
    listener = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "syslog server");
    thread.setDaemon(true);
    thread.start();
  }

  List<String> messages() {
    return messages;
  }

  private void serve() {
    while (!listener.isClosed()) {
      try (Socket accepted = listener.accept();
          SSLSocket socket = (SSLSocket) sockets.createSocket(accepted, null, false)) {
        connection = accepted;
        read(socket.getInputStream());
      } catch (IOException ended) {
        connection = null;
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
        throw new IOException("the connection ended, or a message is not framed");
      }
      messages.add(new String(in.readNBytes(Integer.parseInt(length.toString())), UTF_8));
    }
  }

  @Override
  public void close() {
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
