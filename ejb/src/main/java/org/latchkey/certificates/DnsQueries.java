package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Settings;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * Asks the DNS, through the resolvers of the setting {@code dns-servers} or the system's. Nothing
 * is remembered between two questions: what counts is what the DNS says now.
 */
@ApplicationScoped
class DnsQueries {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int PORT = 53;

  private final Resolver resolver;

  DnsQueries() {
    this(Settings.text("dns-servers").orElse(""));
  }

  /**
   * Asks these servers.
   *
   * @param servers addresses, each with a port where that is not 53, between commas; those of the
   *     system where empty
   */
  DnsQueries(String servers) {
    try {
      this.resolver = resolver(servers);
      resolver.setTimeout(PATIENCE);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("dns-servers: " + servers, e);
    }
  }

  private static Resolver resolver(String servers) throws UnknownHostException {
    if (servers.isEmpty()) {
      return new ExtendedResolver();
    }
    List<Resolver> each = new ArrayList<>();
    for (String server : servers.split(",", -1)) {
      int colon = server.indexOf(':') == server.lastIndexOf(':') ? server.indexOf(':') : -1;
      SimpleResolver one = new SimpleResolver(colon < 0 ? server : server.substring(0, colon));
      one.setPort(colon < 0 ? PORT : Integer.parseInt(server.substring(colon + 1)));
      each.add(one);
    }
    return new ExtendedResolver(each);
  }

  /** Whether a record is there; false where the DNS does not answer, too. */
  CompletableFuture<Boolean> holds(ControlRecord record) {
    Name target = name(record.value());
    return ask(record.name(), Type.CNAME)
        .thenApply(
            answer ->
                answer.getSection(Section.ANSWER).stream()
                    .filter(CNAMERecord.class::isInstance)
                    .anyMatch(found -> ((CNAMERecord) found).getTarget().equals(target)))
        .exceptionally(unanswered -> false);
  }

  /** The addresses of a name; those of the other family count where one has none. */
  CompletableFuture<List<InetAddress>> addresses(String domain) {
    CompletableFuture<List<InetAddress>> four = addresses(domain, Type.A);
    CompletableFuture<List<InetAddress>> six = addresses(domain, Type.AAAA);
    return four.thenCombine(
        six,
        (first, second) -> {
          List<InetAddress> all = new ArrayList<>(first);
          all.addAll(second);
          return all;
        });
  }

  private CompletableFuture<List<InetAddress>> addresses(String domain, int type) {
    return ask(domain + ".", type)
        .thenApply(
            answer ->
                answer.getSection(Section.ANSWER).stream()
                    .map(DnsQueries::address)
                    .filter(Objects::nonNull)
                    .toList())
        .exceptionally(unanswered -> List.of());
  }

  private static @Nullable InetAddress address(Record record) {
    if (record instanceof ARecord four) {
      return four.getAddress();
    }
    return record instanceof AAAARecord six ? six.getAddress() : null;
  }

  /**
   * The CAA records that hold for a domain: its own, or those of the closest domain above it that
   * has any (RFC 8659 section 3).
   *
   * @throws IOException where the DNS does not answer, so that nothing can be said
   */
  List<CAARecord> caa(String domain) throws IOException {
    Name name = name(domain + ".");
    while (name.labels() > 1) {
      Message answer;
      try {
        answer = ask(name.toString(), Type.CAA).join();
      } catch (CompletionException unanswered) {
        throw new IOException("no answer for the CAA records of " + name, unanswered);
      }
      if (answer.getRcode() != Rcode.NOERROR && answer.getRcode() != Rcode.NXDOMAIN) {
        throw new IOException(name + ": " + Rcode.string(answer.getRcode()));
      }
      List<CAARecord> found =
          answer.getSection(Section.ANSWER).stream()
              .filter(CAARecord.class::isInstance)
              .map(CAARecord.class::cast)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
      name = new Name(name, 1);
    }
    return List.of();
  }

  private CompletableFuture<Message> ask(String name, int type) {
    Message question = Message.newQuery(Record.newRecord(name(name), type, DClass.IN));
    return resolver.sendAsync(question).toCompletableFuture();
  }

  private static Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** Whether these records let an issuer of that identity issue for a name (RFC 8659 section 4). */
  static boolean allows(List<CAARecord> records, String identity, boolean wildcard) {
    if (records.stream().anyMatch(DnsQueries::isUnknownAndCritical)) {
      return false;
    }
    List<CAARecord> issue = records.stream().filter(record -> is(record, "issue")).toList();
    List<CAARecord> issueWild = records.stream().filter(record -> is(record, "issuewild")).toList();
    List<CAARecord> relevant = wildcard && !issueWild.isEmpty() ? issueWild : issue;
    return relevant.isEmpty()
        || relevant.stream()
            .map(record -> record.getValue().split(";", 2)[0].strip())
            .anyMatch(identity::equalsIgnoreCase);
  }

  private static boolean is(CAARecord record, String tag) {
    return record.getTag().equalsIgnoreCase(tag);
  }

  private static boolean isUnknownAndCritical(CAARecord record) {
    return (record.getFlags() & CAARecord.Flags.IssuerCritical) != 0
        && !is(record, "issue")
        && !is(record, "issuewild")
        && !is(record, "iodef");
  }

  /** The name under which CAA records let this server's issuer in; empty where none is set. */
  static Optional<String> identity() {
    return Settings.text("caa-identity");
  }
}
