package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.TypedQuery;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.CrlPartition.CrlPartitionId;
import org.latchkey.x509.RevocationList;
import org.latchkey.x509.RevocationReason;

/** The revocation lists of all authorities, and what they have to show. */
@ApplicationScoped
class CrlPartitions {

  private static final int HEX_RADIX = 16;

  @Inject private EntityManager entities;

  void add(CrlPartition list) {
    entities.persist(list);
  }

  Optional<CrlPartition> find(String authorityId, int partition) {
    return Optional.ofNullable(
        entities.find(CrlPartition.class, new CrlPartitionId(authorityId, partition)));
  }

  Optional<CrlPartition> at(String pathId) {
    return entities
        .createQuery("select l from CrlPartition l where l.pathId = :pathId", CrlPartition.class)
        .setParameter("pathId", pathId)
        .getResultStream()
        .findFirst();
  }

  /** Where the certificates of a partition say that it is. */
  Optional<String> distributionPoint(String authorityId, int partition) {
    return entities
        .createQuery(
            "select l.distributionPoint from CrlPartition l where l.authorityId = :authorityId"
                + " and l.partition = :partition",
            String.class)
        .setParameter("authorityId", authorityId)
        .setParameter("partition", partition)
        .getResultStream()
        .findFirst();
  }

  /** The highest number of an authority's partitions; 0 where there is none. */
  int last(String authorityId) {
    Integer last =
        entities
            .createQuery(
                "select max(l.partition) from CrlPartition l where l.authorityId = :authorityId",
                Integer.class)
            .setParameter("authorityId", authorityId)
            .getSingleResult();
    return last == null ? 0 : last;
  }

  /**
   * Has lists that there are show one more revocation. Their rows stay locked until the transaction
   * ends.
   */
  void want(String authorityId, List<Integer> partitions, long revocation, Instant now) {
    entities
        .createQuery(
            "update CrlPartition l set l.wanted = :revocation, l.dueAt = :now"
                + " where l.authorityId = :authorityId and l.partition in :partitions")
        .setParameter("revocation", revocation)
        .setParameter("now", now)
        .setParameter("authorityId", authorityId)
        .setParameter("partitions", partitions)
        .executeUpdate();
  }

  /** Has every list of an authority be published soon, whatever it shows. */
  void wantAll(String authorityId, Instant now) {
    entities
        .createQuery("update CrlPartition l set l.dueAt = :now where l.authorityId = :authorityId")
        .setParameter("now", now)
        .setParameter("authorityId", authorityId)
        .executeUpdate();
  }

  /** Has a list wait until something is wanted of it, unless it was since the list was read. */
  void rest(CrlPartition list) {
    entities
        .createQuery(
            "update CrlPartition l set l.dueAt = null where l.authorityId = :authorityId"
                + " and l.partition = :partition and l.wanted = :wanted and l.dueAt = :read")
        .setParameter("authorityId", list.authorityId())
        .setParameter("partition", list.partition())
        .setParameter("wanted", list.wanted())
        .setParameter("read", list.dueAt())
        .executeUpdate();
  }

  /**
   * Puts a new list in the place of the one that was read, unless another was put there meanwhile.
   * What has been wanted meanwhile stays due.
   *
   * @return whether the list is there now
   */
  boolean replace(CrlPartition read, Published list) {
    Query update =
        update(
            read,
            "l.published = :shown, l.basePublished = :shown, l.number = :number,"
                + " l.baseNumber = :number, l.entries = :entries, l.thisUpdate = :thisUpdate,"
                + " l.nextUpdate = :nextUpdate, l.deltaThisUpdate = :thisUpdate,"
                + " l.deltaNextUpdate = :nextUpdate, l.encoded = :encoded, l.delta = "
                + (list.delta() == null ? "null" : ":delta"),
            list);
    update.setParameter("entries", list.entries());
    update.setParameter("encoded", Objects.requireNonNull(list.encoded()));
    return done(update, read, list);
  }

  /** As {@link #replace}, but the delta alone. */
  boolean replaceDelta(CrlPartition read, Published list) {
    return done(
        update(
            read,
            "l.published = :shown, l.number = :number, l.deltaThisUpdate = :thisUpdate,"
                + " l.deltaNextUpdate = :nextUpdate, l.delta = :delta",
            list),
        read,
        list);
  }

  /**
   * A list that has been signed.
   *
   * @param shown up to which revocation it shows
   * @param dueAt when the next one is to be made
   * @param encoded null where only the delta is new
   * @param delta null where there is none
   */
  record Published(
      long shown,
      long number,
      long entries,
      Instant thisUpdate,
      Instant nextUpdate,
      Instant dueAt,
      byte @Nullable [] encoded,
      byte @Nullable [] delta) {}

  private Query update(CrlPartition read, String assignments, Published list) {
    Query update =
        entities
            .createQuery(
                "update CrlPartition l set "
                    + assignments
                    + " where l.authorityId = :authorityId and l.partition = :partition"
                    + " and l.number = :before")
            .setParameter("authorityId", read.authorityId())
            .setParameter("partition", read.partition())
            .setParameter("before", read.number())
            .setParameter("shown", list.shown())
            .setParameter("number", list.number())
            .setParameter("thisUpdate", list.thisUpdate())
            .setParameter("nextUpdate", list.nextUpdate());
    if (list.delta() != null) {
      update.setParameter("delta", list.delta());
    }
    return update;
  }

  private boolean done(Query update, CrlPartition read, Published list) {
    if (update.executeUpdate() == 0) {
      return false;
    }
    entities
        .createQuery(
            "update CrlPartition l set l.dueAt = :dueAt where l.authorityId = :authorityId"
                + " and l.partition = :partition and l.wanted = :wanted and l.dueAt = :read")
        .setParameter("dueAt", list.dueAt())
        .setParameter("read", read.dueAt())
        .setParameter("authorityId", read.authorityId())
        .setParameter("partition", read.partition())
        .setParameter("wanted", read.wanted())
        .executeUpdate();
    return true;
  }

  /** A revoked certificate and the number of its revocation. */
  record Revoked(long revocation, RevocationList.Entry entry) {}

  /**
   * At most {@code limit} certificates that a list has to show, in the order of their revocations.
   *
   * @param partition 0 for those of all partitions
   * @param after the last revocation that is known already
   * @param upTo the last revocation to be shown
   * @param endedAfter those that ended before are left out
   */
  List<Revoked> revoked(
      String authorityId, int partition, long after, long upTo, Instant endedAfter, int limit) {
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select c.revocationNumber, c.serial, c.revokedAt, c.revocationReason"
                + " from IssuedCertificate c where c.authorityId = :authorityId"
                + (partition == 0 ? "" : " and c.crlPartition = :partition")
                + " and c.revocationNumber > :after and c.revocationNumber <= :upTo"
                + " and c.notAfter >= :endedAfter order by c.revocationNumber",
            Object[].class);
    if (partition != 0) {
      query.setParameter("partition", partition);
    }
    return query
        .setParameter("authorityId", authorityId)
        .setParameter("after", after)
        .setParameter("upTo", upTo)
        .setParameter("endedAfter", endedAfter)
        .setMaxResults(limit)
        .getResultStream()
        .map(
            row ->
                new Revoked(
                    (Long) row[0],
                    new RevocationList.Entry(
                        new BigInteger((String) row[1], HEX_RADIX),
                        (Instant) row[2],
                        (RevocationReason) row[3])))
        .toList();
  }

  /** How many certificates a list shows; 0 where there is none. */
  long entries(String authorityId, int partition) {
    return entities
        .createQuery(
            "select l.entries from CrlPartition l where l.authorityId = :authorityId"
                + " and l.partition = :partition",
            Long.class)
        .setParameter("authorityId", authorityId)
        .setParameter("partition", partition)
        .getResultStream()
        .findFirst()
        .orElse(0L);
  }

  /** How many certificates belong to a partition. */
  long members(String authorityId, int partition) {
    return entities
        .createQuery(
            "select count(c.serial) from IssuedCertificate c where c.authorityId = :authorityId"
                + " and c.crlPartition = :partition",
            Long.class)
        .setParameter("authorityId", authorityId)
        .setParameter("partition", partition)
        .getSingleResult();
  }

  /** The list with this name, where it is due. */
  Optional<DueList> due(String pathId, Instant asOf) {
    return entities
        .createQuery(
            "select l.authorityId, l.partition, l.dueAt from CrlPartition l"
                + " where l.pathId = :pathId and l.dueAt <= :asOf",
            Object[].class)
        .setParameter("pathId", pathId)
        .setParameter("asOf", asOf)
        .getResultStream()
        .map(CrlPartitions::dueList)
        .findFirst();
  }

  private static DueList dueList(Object[] row) {
    return new DueList((String) row[0], (Integer) row[1], (Instant) row[2]);
  }

  /** At most {@code limit} lists that are due, the most urgent first. */
  List<DueList> due(Instant asOf, @Nullable DueList after, int limit) {
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select l.authorityId, l.partition, l.dueAt from CrlPartition l where l.dueAt <= :asOf"
                + (after == null
                    ? ""
                    : " and (l.dueAt > :dueAt or (l.dueAt = :dueAt and (l.authorityId > :id"
                        + " or (l.authorityId = :id and l.partition > :partition))))")
                + " order by l.dueAt, l.authorityId, l.partition",
            Object[].class);
    if (after != null) {
      query
          .setParameter("dueAt", after.dueAt())
          .setParameter("id", after.authorityId())
          .setParameter("partition", after.partition());
    }
    return query
        .setParameter("asOf", asOf)
        .setMaxResults(limit)
        .getResultStream()
        .map(CrlPartitions::dueList)
        .toList();
  }
}
