package org.latchkey.publicca;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Settings;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Dns01Challenge;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Update;

/**
 * Answers DNS-01 challenges (RFC 8555 section 8.4) by dynamic updates (RFC 2136) of the zones'
 * primary server, signed by TSIG (RFC 8945) where a key is set.
 */
final class DnsUpdates implements ChallengeAnswers {

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long TTL = 60;
  private static final int PORT = 53;

  private final InetSocketAddress server;
  private final @Nullable TSIG tsig;

  /**
   * Updates at a server.
   *
   * @param server an address, with a port where that is not 53
   * @param tsig null for updates that are not signed
   */
  DnsUpdates(String server, @Nullable TSIG tsig) {
    int colon = server.lastIndexOf(':');
    boolean withPort = colon > 0 && server.indexOf(':') == colon;
    this.server =
        new InetSocketAddress(
            withPort ? server.substring(0, colon) : server,
            withPort ? Integer.parseInt(server.substring(colon + 1)) : PORT);
    this.tsig = tsig;
  }

  /** As the settings {@code acme-dns-server} and {@code acme-dns-tsig-…} say. */
  static DnsUpdates configured(String server) {
    String name = Settings.text("acme-dns-tsig-name").orElse(null);
    String secret = Settings.text("acme-dns-tsig-secret").orElse(null);
    return new DnsUpdates(
        server,
        name == null || secret == null
            ? null
            : new TSIG(
                Settings.text("acme-dns-tsig-algorithm").orElse("hmac-sha256"), name, secret));
  }

  @Override
  public String type() {
    return Dns01Challenge.TYPE;
  }

  @Override
  public void publish(Identifier name, Challenge challenge) throws IOException {
    TXTRecord record = record(name, challenge);
    Update update = new Update(zone(record.getName()));
    update.add(record);
    send(update);
  }

  @Override
  public void withdraw(Identifier name, Challenge challenge) throws IOException {
    TXTRecord record = record(name, challenge);
    Update update = new Update(zone(record.getName()));
    update.delete(record);
    send(update);
  }

  private static TXTRecord record(Identifier name, Challenge challenge) throws IOException {
    return new TXTRecord(
        Name.fromString(Dns01Challenge.toRRName(name), Name.root),
        DClass.IN,
        TTL,
        ((Dns01Challenge) challenge).getDigest());
  }

  /** The zone that a name is in, as its server says with an SOA record (RFC 2308 section 3). */
  private Name zone(Name name) throws IOException {
    Message answer =
        ask(Message.newQuery(Record.newRecord(name, Type.SOA, DClass.IN)), resolver(null));
    return Stream.concat(
            answer.getSection(Section.ANSWER).stream(),
            answer.getSection(Section.AUTHORITY).stream())
        .filter(SOARecord.class::isInstance)
        .map(Record::getName)
        .filter(name::subdomain)
        .findFirst()
        .orElseThrow(() -> new IOException(server + " has no zone for " + name));
  }

  private void send(Update update) throws IOException {
    Message answer = ask(update, resolver(tsig));
    if (answer.getRcode() != Rcode.NOERROR) {
      List<Record> zone = update.getSection(Section.ZONE);
      throw new IOException(
          server
              + " refused to update "
              + zone.get(0).getName()
              + ": "
              + Rcode.string(answer.getRcode()));
    }
    if (tsig != null && !answer.isVerified()) {
      throw new IOException(server + " did not sign that it has made the update");
    }
  }

  private SimpleResolver resolver(@Nullable TSIG signedBy) {
    SimpleResolver resolver = new SimpleResolver(server);
    resolver.setTimeout(PATIENCE);
    if (signedBy != null) {
      resolver.setTSIGKey(signedBy);
    }
    return resolver;
  }

  private static Message ask(Message question, SimpleResolver resolver) throws IOException {
    return resolver.send(question);
  }
}
