package org.latchkey.certificates;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A name server on the loopback address that answers from what a test has told it, over UDP. */
final class DnsServer implements AutoCloseable {
  private static final int LARGEST = 4_096;
  private static final long TTL = 60;

  private final DatagramSocket socket;
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final Set<Name> failing = ConcurrentHashMap.newKeySet();

  DnsServer() throws IOException {
    socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "name server of the tests");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  void cname(String name, String target) {
    records.add(new CNAMERecord(name(name), DClass.IN, TTL, name(target)));
  }

  void caa(String name, String tag, String value) {
    records.add(new CAARecord(name(name), DClass.IN, TTL, 0, tag, value));
  }

  /** Forgets everything about a name. */
  void remove(String name) {
    records.removeIf(record -> record.getName().equals(name(name)));
  }

  /** Answers SERVFAIL to every question about a name. */
  void failOn(String name) {
    failing.add(name(name));
  }

  private void serve() {
    byte[] buffer = new byte[LARGEST];
    while (!socket.isClosed()) {
      DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
      try {
        socket.receive(packet);
        byte[] answer = answer(new Message(Arrays.copyOf(buffer, packet.getLength())));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private byte[] answer(Message question) {
    Record asked = question.getQuestion();
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.AA);
    answer.addRecord(asked, Section.QUESTION);
    if (failing.contains(asked.getName())) {
      answer.getHeader().setRcode(Rcode.SERVFAIL);
    } else if (records.stream().noneMatch(record -> record.getName().equals(asked.getName()))) {
      answer.getHeader().setRcode(Rcode.NXDOMAIN);
    }
    records.stream()
        .filter(record -> record.getName().equals(asked.getName()))
        .filter(record -> record.getType() == asked.getType())
        .forEach(record -> answer.addRecord(record, Section.ANSWER));
    return answer.toWire();
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (IOException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
