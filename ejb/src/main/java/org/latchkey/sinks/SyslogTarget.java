package org.latchkey.sinks;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A syslog server (RFC 5424) reached over TLS with octet counting (RFC 5425). It has to show a
 * certificate for its name. Syslog acknowledges nothing: what has been written to a connection that
 * then breaks may be lost.
 */
final class SyslogTarget implements QueuedSink.Target {

  /** Facility 13, log audit, and severity 6, informational (RFC 5424, section 6.2.1). */
  private static final String PRIORITY = "<110>1 ";

  private static final String APPLICATION = "latchkey";
  private static final String MESSAGE_ID = "audit";
  private static final byte[] UTF8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
  private static final Duration CONNECT = Duration.ofSeconds(5);

  private final String host;
  private final int port;
  private final SSLContext tls;
  private final String hostName;
  private final Clock clock;

  private @Nullable SSLSocket socket;

  /**
   * @param tls whom to trust
   * @param hostName what this machine is called in messages
   */
  SyslogTarget(String host, int port, SSLContext tls, String hostName, Clock clock) {
    this.host = host;
    this.port = port;
    this.tls = tls;
    this.hostName = hostName;
    this.clock = clock;
  }

  @Override
  public void send(List<byte[]> records) throws IOException {
    SSLSocket connected = connected();
    OutputStream out = new BufferedOutputStream(connected.getOutputStream(), 1 << 16);
    for (byte[] record : records) {
      byte[] header = header();
      int length = header.length + UTF8_MARK.length + record.length;
      out.write((length + " ").getBytes(US_ASCII));
      out.write(header);
      out.write(UTF8_MARK);
      out.write(record);
    }
    out.flush();
  }

  private byte[] header() {
    String time = DateTimeFormatter.ISO_INSTANT.format(clock.instant());
    return (PRIORITY
            + time
            + ' '
            + hostName
            + ' '
            + APPLICATION
            + ' '
            + ProcessHandle.current().pid()
            + ' '
            + MESSAGE_ID
            + " - ")
        .getBytes(US_ASCII);
  }

  private SSLSocket connected() throws IOException {
    SSLSocket known = socket;
    if (known != null && isOpen(known)) {
      return known;
    }
    disconnect();
    SSLSocket made = (SSLSocket) tls.getSocketFactory().createSocket();
    socket = made;
    made.connect(new InetSocketAddress(host, port), (int) CONNECT.toMillis());
    SSLParameters parameters = made.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    made.setSSLParameters(parameters);
    made.setSoTimeout((int) CONNECT.toMillis());
    made.startHandshake();
    return made;
  }

  /** The first write to a connection that the other side has closed would seem to go well. */
  private static boolean isOpen(SSLSocket known) {
    try {
      known.setSoTimeout(1);
      return known.getInputStream().read() >= 0;
    } catch (SocketTimeoutException nothingToRead) {
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  @Override
  public void disconnect() {
    SSLSocket old = socket;
    socket = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException gone) {
        // the connection is given up either way
        socket = null;
      }
    }
  }
}
