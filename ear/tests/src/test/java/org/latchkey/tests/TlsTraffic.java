package org.latchkey.tests;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * Requests over HTTPS, each on a connection of its own with a whole handshake, one after the other
 * until it is closed. A failure counts once the server has answered for the first time.
 */
final class TlsTraffic implements AutoCloseable {
  private final int port;
  private final SSLContext context;
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Thread thread;
  private volatile BigInteger serial = BigInteger.ZERO;
  private volatile boolean closed;

  private TlsTraffic(int port, SSLContext context) {
    this.port = port;
    this.context = context;
    this.thread = new Thread(this::run, "traffic on " + port);
  }

  /** Starts it; servers' certificates have to be of this authority. */
  static TlsTraffic start(int port, X509Certificate authority) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("authority", authority);
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(null, trust.getTrustManagers(), null);
    // No session is taken up again: each handshake shows the certificate.
    context.getClientSessionContext().setSessionTimeout(1);
    TlsTraffic traffic = new TlsTraffic(port, context);
    traffic.thread.start();
    return traffic;
  }

  /** Waits until a certificate with this serial number, hexadecimal with colons, is served. */
  void awaitSerial(String number) {
    BigInteger wanted = new BigInteger(number.replace(":", ""), 16);
    Await.until("serial number " + number + " is served", () -> serial.equals(wanted));
  }

  /** What has gone wrong since the first answer. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  private void run() {
    while (!closed) {
      try {
        serial = request();
      } catch (IOException | GeneralSecurityException failure) {
        if (serial.signum() > 0) {
          failures.add(failure.toString());
        }
      }
    }
  }

  private BigInteger request() throws IOException, GeneralSecurityException {
    try (SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.startHandshake();
      OutputStream out = socket.getOutputStream();
      out.write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      out.flush();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (!answer.contains("200") || !answer.contains("served")) {
        throw new IOException("the answer was " + answer);
      }
      X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return shown.getSerialNumber();
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
