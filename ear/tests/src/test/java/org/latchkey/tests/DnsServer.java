package org.latchkey.tests;

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
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TSIGRecord;
import org.xbill.DNS.Type;

/** A name server on the loopback address that answers from what a test has told it, over UDP. */
final class DnsServer implements AutoCloseable {
  private static final int LARGEST = 4_096;
  private static final long TTL = 60;

  private final DatagramSocket socket;
  private final List<Record> records = new CopyOnWriteArrayList<>();
  private final Set<Name> failing = ConcurrentHashMap.newKeySet();
  private final Set<Name> zones = ConcurrentHashMap.newKeySet();
  private volatile @Nullable TSIG updateKey;

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

  /** Has a name stand for the loopback address. */
  void loopback(String name) {
    records.add(new ARecord(name(name), DClass.IN, TTL, InetAddress.getLoopbackAddress()));
  }

  void caa(String name, String tag, String value) {
    records.add(new CAARecord(name(name), DClass.IN, TTL, 0, tag, value));
  }

  /** Is the primary server of a zone, which takes updates (RFC 2136) that this key has signed. */
  void zone(String name, TSIG key) {
    zones.add(name(name));
    updateKey = key;
  }

  /** How many TXT records there are at a name. */
  long texts(String name) {
    return records.stream()
        .filter(record -> record.getName().equals(name(name)) && record.getType() == Type.TXT)
        .count();
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
        byte[] received = Arrays.copyOf(buffer, packet.getLength());
        Message question = new Message(received);
        byte[] answer =
            question.getHeader().getOpcode() == Opcode.UPDATE
                ? update(question, received)
                : answer(question);
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private byte[] update(Message update, byte[] received) {
    Message answer = new Message(update.getHeader().getID());
    answer.getHeader().setOpcode(Opcode.UPDATE);
    answer.getHeader().setFlag(Flags.QR);
    TSIG key = updateKey;
    TSIGRecord signature = update.getTSIG();
    if (key == null
        || signature == null
        || key.verify(update, received, null) != Rcode.NOERROR
        || !zones.contains(update.getSection(Section.ZONE).get(0).getName())) {
      answer.getHeader().setRcode(Rcode.REFUSED);
      return answer.toWire();
    }
    for (Record change : update.getSection(Section.UPDATE)) {
      Record record =
          Record.newRecord(
              change.getName(), change.getType(), DClass.IN, TTL, change.rdataToWireCanonical());
      records.remove(record);
      if (change.getDClass() == DClass.IN) {
        records.add(record);
      }
    }
    answer.setTSIG(key, Rcode.NOERROR, signature);
    return answer.toWire(LARGEST);
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
    zones.stream()
        .filter(zone -> asked.getName().subdomain(zone))
        .forEach(zone -> answer.addRecord(startOfAuthority(zone), Section.AUTHORITY));
    return answer.toWire();
  }

  private static Record startOfAuthority(Name zone) {
    return new SOARecord(zone, DClass.IN, TTL, zone, zone, 1, TTL, TTL, TTL, TTL);
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
