package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.ReencryptionReports.Ended;

/** The re-encryptions, and what became of each private key in them. */
@ApplicationScoped
class Reencryptions {

  /** Those that the job works on. */
  static final Set<ReencryptionStatus> ACTIVE =
      Set.copyOf(EnumSet.of(ReencryptionStatus.RUNNING, ReencryptionStatus.VERIFYING));

  /** Those that have not ended. */
  static final Set<ReencryptionStatus> OPEN =
      Set.copyOf(
          EnumSet.of(
              ReencryptionStatus.RUNNING, ReencryptionStatus.VERIFYING, ReencryptionStatus.PAUSED));

  private static final int FORGOTTEN_AT_ONCE = 1_000;

  @Inject private EntityManager entities;

  /** Adds one; where the account has another that has not ended, this fails at once. */
  void add(Reencryption reencryption) {
    entities.persist(reencryption);
    entities.flush();
  }

  /** The one that an account has asked for and that has not ended. */
  Optional<Reencryption> openFor(String account) {
    return entities
        .createQuery("select r from Reencryption r where r.openFor = :account", Reencryption.class)
        .setParameter("account", account)
        .getResultStream()
        .findFirst();
  }

  Optional<Reencryption> find(String id) {
    return Optional.ofNullable(entities.find(Reencryption.class, id));
  }

  /** The re-encryption, kept from changing until the transaction ends. */
  Optional<Reencryption> lock(String id) {
    return Optional.ofNullable(
        entities.find(Reencryption.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** Those with one of these statuses, the oldest first. */
  List<Reencryption> with(Collection<ReencryptionStatus> statuses) {
    return entities
        .createQuery(
            "select r from Reencryption r where r.status in :statuses"
                + " order by r.startedAt, r.id",
            Reencryption.class)
        .setParameter("statuses", statuses)
        .getResultList();
  }

  /** The last one that no account has asked for and that left something behind after a moment. */
  boolean leftSomethingBehindSince(Instant since) {
    return !entities
        .createQuery(
            "select r.id from Reencryption r where r.startedAt > :since"
                + " and r.requestedBy is null and r.remaining > 0",
            String.class)
        .setParameter("since", since)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  /**
   * At most {@code limit}, the newest first, after one of them.
   *
   * @param account whose; null for all
   */
  List<Reencryption> list(@Nullable String account, @Nullable Reencryption after, int limit) {
    TypedQuery<Reencryption> query =
        entities.createQuery(
            "select r from Reencryption r where 1 = 1"
                + (account == null ? "" : " and r.account = :account")
                + (after == null
                    ? ""
                    : " and r.startedAt <= :startedAt"
                        + " and (r.startedAt < :startedAt or r.id < :id)")
                + " order by r.startedAt desc, r.id desc",
            Reencryption.class);
    if (account != null) {
      query.setParameter("account", account);
    }
    if (after != null) {
      query.setParameter("startedAt", after.startedAt()).setParameter("id", after.id());
    }
    return query.setMaxResults(limit).getResultList();
  }

  /** At most {@code limit} that ended before a moment, the oldest first, after one of them. */
  List<Ended> endedBefore(Instant before, @Nullable Ended after, int limit) {
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select r.id, r.endedAt from Reencryption r where r.endedAt < :before"
                + (after == null
                    ? ""
                    : " and r.endedAt >= :endedAt and (r.endedAt > :endedAt or r.id > :id)")
                + " order by r.endedAt, r.id",
            Object[].class);
    if (after != null) {
      query.setParameter("endedAt", after.endedAt()).setParameter("id", after.id());
    }
    return query
        .setParameter("before", before)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> new Ended((String) row[0], (Instant) row[1]))
        .toList();
  }

  /** Forgets the next outcomes of a re-encryption; false where there are none. */
  boolean forgetOutcomes(String id) {
    List<ReencryptedKey> next = rows(id, null, "", FORGOTTEN_AT_ONCE);
    if (next.isEmpty()) {
      return false;
    }
    entities
        .createQuery(
            "delete from ReencryptedKey k where k.reencryptionId = :id"
                + " and k.certificateId <= :last")
        .setParameter("id", id)
        .setParameter("last", next.get(next.size() - 1).certificateId())
        .executeUpdate();
    return true;
  }

  void remove(Reencryption reencryption) {
    entities.remove(reencryption);
  }

  /**
   * Notes what became of a private key, in the place of what was noted before; false where the
   * re-encryption is paused or has ended, and nothing was noted. That one is deleted is noted while
   * it is paused, too.
   */
  boolean note(
      String id,
      String certificateId,
      String certificateArn,
      ReencryptionOutcome outcome,
      @Nullable String reason,
      Instant now) {
    ReencryptedKey row =
        entities.find(ReencryptedKey.class, new ReencryptedKey.RowId(id, certificateId));
    ReencryptionOutcome before = row == null ? null : row.outcome();
    if (!count(id, outcome, 1)) {
      return false;
    }
    if (row == null) {
      entities.persist(new ReencryptedKey(id, certificateId, certificateArn, outcome, reason, now));
    } else {
      if (before != null) {
        count(id, before, -1);
      }
      row.end(outcome, reason, now);
    }
    return true;
  }

  private boolean count(String id, ReencryptionOutcome outcome, long more) {
    String counter = outcome.name().toLowerCase(Locale.ROOT);
    return entities
            .createQuery(
                "update Reencryption r set r.%1$s = r.%1$s + :more".formatted(counter)
                    + " where r.id = :id and r.status in :active")
            .setParameter("more", more)
            .setParameter("id", id)
            .setParameter("active", outcome == ReencryptionOutcome.DELETED ? OPEN : ACTIVE)
            .executeUpdate()
        == 1;
  }

  /** What became of a private key; empty as long as nothing has. */
  Optional<ReencryptionOutcome> outcome(String id, String certificateId) {
    return Optional.ofNullable(
            entities.find(ReencryptedKey.class, new ReencryptedKey.RowId(id, certificateId)))
        .map(ReencryptedKey::outcome);
  }

  /** At most {@code limit} rows by certificate, after one. */
  List<ReencryptedKey> rows(
      String id, @Nullable ReencryptionOutcome outcome, String after, int limit) {
    TypedQuery<ReencryptedKey> query =
        entities.createQuery(
            "select k from ReencryptedKey k where k.reencryptionId = :id"
                + (outcome == null ? "" : " and k.outcome = :outcome")
                + " and k.certificateId > :after order by k.certificateId",
            ReencryptedKey.class);
    if (outcome != null) {
      query.setParameter("outcome", outcome);
    }
    return query
        .setParameter("id", id)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }
}
