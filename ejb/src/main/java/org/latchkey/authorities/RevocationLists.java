package org.latchkey.authorities;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.CrlPartitions.Published;
import org.latchkey.authorities.CrlPartitions.Revoked;
import org.latchkey.authorities.RevocationConfiguration.CrlConfiguration;
import org.latchkey.x509.Pem;
import org.latchkey.x509.RevocationList;
import org.latchkey.x509.RevocationSigner;

/**
 * Makes revocation lists, each in a transaction of its own: read up to the last revocation that is
 * wanted, sign, and put in the place of the one before, unless somebody else has been faster. So a
 * list's number never goes back, and what is served is always whole, whenever a server is killed.
 *
 * <p>A list with many entries is not made anew for each revocation: a delta list tells of what was
 * added, until the job that publishes lists makes a whole one.
 */
@ApplicationScoped
class RevocationLists {

  /** From how many entries on a revocation is told by a delta list first. */
  static final int LARGE = 5_000;

  /** How many certificates share a partition, about: what a list has at most. */
  static final int PARTITION = 10_000;

  private static final int PAGE = 1_000;

  /** How old a whole list is, at least, when another takes the place of its deltas. */
  private static final Duration DELTA = Duration.ofMinutes(10);

  /** By so much a list says that it is older than it is, as clocks differ: as AWS's do. */
  private static final Duration BACKDATED = Duration.ofHours(1);

  private static final Set<AuthorityStatus> PUBLISHES =
      EnumSet.of(AuthorityStatus.ACTIVE, AuthorityStatus.DISABLED);

  @Inject private Authorities authorities;
  @Inject private CrlPartitions lists;
  @Inject private AuthoritySigner signer;
  @Inject private Clock clock;

  /** What became of a publication. */
  enum Outcome {
    /** There is a new list, or a new delta. */
    PUBLISHED,
    /** Nothing was wanted, or somebody else has been faster. */
    CURRENT,
    /** The authority publishes no lists now. */
    SUSPENDED
  }

  /**
   * Sees to it that an authority has the list that its configuration asks for; the caller has
   * locked it.
   */
  void prepare(Authority authority, Instant now) {
    CrlConfiguration crl = authority.crl();
    if (crl == null || authority.certificate() == null) {
      return;
    }
    if (!RevocationConfiguration.PARTITIONED.equals(crl.crlType())) {
      authority.usePartition(0);
      if (lists.find(authority.id(), 0).isEmpty()) {
        lists.add(
            new CrlPartition(
                authority.id(), 0, authority.id(), null, authority.revocations(), now));
      }
    } else if (!isOfPresentConfiguration(authority, crl)) {
      openPartition(authority, crl, now);
    }
    lists.wantAll(authority.id(), now);
  }

  /** A partition stays where its certificates say that it is; so another place is another one. */
  private boolean isOfPresentConfiguration(Authority authority, CrlConfiguration crl) {
    return authority.crlPartition() != 0
        && lists
            .distributionPoint(authority.id(), authority.crlPartition())
            .filter(point -> point.startsWith(RevocationUrls.partitions(crl, authority.id())))
            .isPresent();
  }

  /**
   * Has certificates from now on belong to a new partition; the caller has locked the authority.
   */
  private void openPartition(Authority authority, CrlConfiguration crl, Instant now) {
    int next = lists.last(authority.id()) + 1;
    String pathId = UUID.randomUUID().toString();
    lists.add(
        new CrlPartition(
            authority.id(),
            next,
            pathId,
            RevocationUrls.partitions(crl, authority.id()) + pathId + RevocationFiles.LIST,
            authority.revocations(),
            now));
    authority.usePartition(next);
  }

  /** Opens another partition where the one that was used is full. */
  void keepSmall(Authority authority) {
    int partition = authority.crlPartition();
    if (partition == 0 || lists.members(authority.id(), partition) < PARTITION) {
      return;
    }
    Authority locked = authorities.lock(authority.id()).orElseThrow();
    CrlConfiguration crl = locked.crl();
    if (locked.crlPartition() == partition && crl != null) {
      openPartition(locked, crl, clock.instant());
    }
  }

  /** Where the certificates that an authority issues now say that their list is; null for none. */
  @Nullable String distributionPoint(Authority authority) {
    CrlConfiguration crl = authority.crl();
    if (crl == null || RevocationUrls.omitted(crl)) {
      return null;
    }
    return authority.crlPartition() == 0
        ? RevocationUrls.complete(crl, authority.id())
        : lists.distributionPoint(authority.id(), authority.crlPartition()).orElse(null);
  }

  /**
   * Publishes a list where it is due.
   *
   * @param whole whether a delta will not do
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  Outcome publish(String authorityId, int partition, boolean whole) {
    Instant now = clock.instant();
    CrlPartition list = lists.find(authorityId, partition).orElse(null);
    if (list == null || list.dueAt() == null || list.dueAt().isAfter(now)) {
      return Outcome.CURRENT;
    }
    Authority authority = authorities.find(authorityId).orElseThrow();
    CrlConfiguration crl = authority.crl();
    if (crl == null || !PUBLISHES.contains(authority.status(now))) {
      lists.rest(list);
      return Outcome.SUSPENDED;
    }
    boolean deltaWillDo = !whole && takesDelta(list, crl, now);
    if (deltaWillDo && list.published() == list.wanted()) {
      // the delta has it all; the whole is the job's, off the call
      return Outcome.CURRENT;
    }
    boolean replaced =
        deltaWillDo ? addDelta(authority, list, now) : replace(authority, crl, list, now);
    return replaced ? Outcome.PUBLISHED : Outcome.CURRENT;
  }

  private static boolean takesDelta(CrlPartition list, CrlConfiguration crl, Instant now) {
    Instant thisUpdate = list.thisUpdate();
    return thisUpdate != null
        && list.entries() >= LARGE
        && list.wanted() - list.basePublished() < LARGE
        && now.isBefore(thisUpdate.plus(lifetime(crl).dividedBy(2)));
  }

  private boolean replace(
      Authority authority, CrlConfiguration crl, CrlPartition list, Instant now) {
    Instant before = list.thisUpdate();
    List<RevocationList.Entry> entries = read(list, 0, before == null ? now : before);
    Instant nextUpdate = now.plus(lifetime(crl));
    BigInteger number = BigInteger.valueOf(list.number() + 1);
    boolean large = entries.size() >= LARGE;
    byte[] encoded =
        RevocationList.sign(
                new RevocationList.Scope(
                    number,
                    now.minus(BACKDATED),
                    nextUpdate,
                    list.distributionPoint(),
                    null,
                    large ? freshest(crl, list) : null),
                entries,
                signer(authority))
            .encoded();
    byte[] delta =
        large ? delta(authority, number, number, now, nextUpdate, list, List.of()) : null;
    return lists.replace(
        list,
        new Published(
            list.wanted(),
            list.number() + 1,
            entries.size(),
            now,
            nextUpdate,
            now.plus(lifetime(crl).dividedBy(2)),
            encoded,
            delta));
  }

  private boolean addDelta(Authority authority, CrlPartition list, Instant now) {
    Instant base = Objects.requireNonNull(list.thisUpdate());
    Instant nextUpdate = Objects.requireNonNull(list.nextUpdate());
    byte[] delta =
        delta(
            authority,
            BigInteger.valueOf(list.number() + 1),
            BigInteger.valueOf(list.baseNumber()),
            now,
            nextUpdate,
            list,
            read(list, list.basePublished(), base));
    return lists.replaceDelta(
        list,
        new Published(
            list.wanted(),
            list.number() + 1,
            list.entries(),
            now,
            nextUpdate,
            base.plus(DELTA).isAfter(now) ? base.plus(DELTA) : now,
            null,
            delta));
  }

  private byte[] delta(
      Authority authority,
      BigInteger number,
      BigInteger base,
      Instant now,
      Instant nextUpdate,
      CrlPartition list,
      List<RevocationList.Entry> entries) {
    return RevocationList.sign(
            new RevocationList.Scope(
                number, now.minus(BACKDATED), nextUpdate, list.distributionPoint(), base, null),
            entries,
            signer(authority))
        .encoded();
  }

  private List<RevocationList.Entry> read(CrlPartition list, long after, Instant endedAfter) {
    List<RevocationList.Entry> entries = new ArrayList<>();
    long last = after;
    List<Revoked> page;
    do {
      page =
          lists.revoked(
              list.authorityId(), list.partition(), last, list.wanted(), endedAfter, PAGE);
      for (Revoked each : page) {
        entries.add(each.entry());
        last = each.revocation();
      }
    } while (page.size() == PAGE);
    return entries;
  }

  private static String freshest(CrlConfiguration crl, CrlPartition list) {
    String point = list.distributionPoint();
    String whole = point == null ? RevocationUrls.complete(crl, list.authorityId()) : point;
    return whole.substring(0, whole.length() - RevocationFiles.LIST.length())
        + RevocationFiles.DELTA;
  }

  private static Duration lifetime(CrlConfiguration crl) {
    return Duration.ofDays(Objects.requireNonNull(crl.expirationInDays()));
  }

  private RevocationSigner signer(Authority authority) {
    return new RevocationSigner(
        Pem.readCertificate(Objects.requireNonNull(authority.certificate()).getBytes(US_ASCII)),
        authority.signingAlgorithm(),
        signer.with(authority.keyId(), authority.region(), authority.keyAlgorithm()));
  }
}
