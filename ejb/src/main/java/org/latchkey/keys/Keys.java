package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;

/** The keys of all accounts and Regions. */
@ApplicationScoped
class Keys {

  @Inject private EntityManager entities;

  /** Keeps a new key; its use is tracked from the beginning. */
  void add(Key key) {
    entities.persist(key);
    entities.persist(new LastUsage(key, key.createdAt()));
  }

  Optional<Key> find(String region, String keyId) {
    return entities
        .createQuery("select k from Key k where k.region = :region and k.keyId = :keyId", Key.class)
        .setParameter("region", region)
        .setParameter("keyId", keyId)
        .getResultStream()
        .findFirst();
  }

  /** The row id of a key. */
  Optional<Long> rowId(String region, String keyId) {
    return entities
        .createQuery(
            "select k.rowId from Key k where k.region = :region and k.keyId = :keyId", Long.class)
        .setParameter("region", region)
        .setParameter("keyId", keyId)
        .getResultStream()
        .findFirst();
  }

  Optional<Key> find(long rowId) {
    return Optional.ofNullable(entities.find(Key.class, rowId));
  }

  /** The key, kept from changing until the transaction ends. */
  Optional<Key> lock(long rowId) {
    return Optional.ofNullable(entities.find(Key.class, rowId, LockModeType.PESSIMISTIC_WRITE));
  }

  /** The key with this ARN, kept from changing until the transaction ends. */
  Optional<Key> lock(String arn) {
    return Arn.parse(arn)
        .flatMap(key -> key.resourceAfter("key/").flatMap(id -> rowId(key.region(), id)))
        .flatMap(this::lock);
  }

  /** Deletes a key with its material and tags. */
  void remove(Key key) {
    entities.remove(key);
  }

  /**
   * At most {@code limit} enabled keys whose rotation is due, the most urgent first; replicas
   * rotate with their primary key.
   */
  List<DueKey> rotationDue(Instant asOf, @Nullable DueKey after, int limit) {
    return due(
        "k.state = :state and (k.primaryRegion is null or k.primaryRegion = k.region)",
        KeyState.ENABLED,
        "nextRotationAt",
        Key::nextRotationAt,
        asOf,
        after,
        limit);
  }

  /** At most {@code limit} keys whose deletion is due, the most urgent first. */
  List<DueKey> deletionDue(Instant asOf, @Nullable DueKey after, int limit) {
    return due(
        "k.state = :state",
        KeyState.PENDING_DELETION,
        "deletionAt",
        Key::deletionAt,
        asOf,
        after,
        limit);
  }

  private List<DueKey> due(
      String condition,
      KeyState state,
      String date,
      Function<Key, @Nullable Instant> dateOf,
      Instant asOf,
      @Nullable DueKey after,
      int limit) {
    TypedQuery<Key> query =
        entities.createQuery(
            ("select k from Key k where %2$s and k.%1$s <= :asOf"
                    + (after == null
                        ? ""
                        : " and (k.%1$s > :date or (k.%1$s = :date and k.rowId > :rowId))")
                    + " order by k.%1$s, k.rowId")
                .formatted(date, condition),
            Key.class);
    query.setParameter("state", state).setParameter("asOf", asOf).setMaxResults(limit);
    if (after != null) {
      query.setParameter("date", after.dueAt()).setParameter("rowId", after.rowId());
    }
    return query
        .getResultStream()
        .map(
            key ->
                new DueKey(
                    key.rowId(), key.arn().toString(), Objects.requireNonNull(dateOf.apply(key))))
        .toList();
  }

  /** The key ids of rows. */
  Map<Long, String> idsOf(Collection<Long> rows) {
    if (rows.isEmpty()) {
      return Map.of();
    }
    return entities
        .createQuery("select k.rowId, k.keyId from Key k where k.rowId in :rows", Object[].class)
        .setParameter("rows", rows)
        .getResultStream()
        .collect(Collectors.toMap(row -> (Long) row[0], row -> (String) row[1]));
  }

  /** How many keys an account has in a Region, without those that services manage. */
  long count(String account, String region) {
    return entities
        .createQuery(
            "select count(k) from Key k where k.account = :account and k.region = :region"
                + " and k.manager = :manager",
            Long.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("manager", KeyManagerType.CUSTOMER)
        .getSingleResult();
  }

  /** At most {@code limit} keys of an account in a Region, in the order of their ids. */
  List<Key> list(String account, String region, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select k from Key k where k.account = :account and k.region = :region"
                + " and k.keyId > :after order by k.keyId",
            Key.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  /**
   * At most {@code limit} materials of a key, the latest first.
   *
   * @param rotationsOnly without the one that the key was made with
   * @param before the number of the last one that is known already; null for the first page
   */
  List<Material> materials(
      long keyRow, boolean rotationsOnly, @Nullable Integer before, int limit) {
    return entities
        .createQuery(
            "select m from Material m where m.key.rowId = :keyRow and m.number < :before"
                + (rotationsOnly ? " and m.rotatedAt is not null" : "")
                + " order by m.number desc",
            Material.class)
        .setParameter("keyRow", keyRow)
        .setParameter("before", before == null ? Integer.MAX_VALUE : before)
        .setMaxResults(limit)
        .getResultList();
  }

  /**
   * The keys of an account with this id, in the order of their rows: several where it is a
   * multi-Region key's.
   */
  List<Key> related(String account, String keyId) {
    return relatives(account, keyId).getResultList();
  }

  /** As {@link #related}, kept from changing until the transaction ends. */
  List<Key> lockRelated(String account, String keyId) {
    return relatives(account, keyId).setLockMode(LockModeType.PESSIMISTIC_WRITE).getResultList();
  }

  private TypedQuery<Key> relatives(String account, String keyId) {
    return entities
        .createQuery(
            "select k from Key k where k.account = :account and k.keyId = :keyId order by k.rowId",
            Key.class)
        .setParameter("account", account)
        .setParameter("keyId", keyId);
  }

  /**
   * At most {@code limit} keys with material that has expired and is still there, the most urgent
   * first; one with several such materials may be there as often.
   */
  List<DueKey> expiryDue(Instant asOf, @Nullable DueKey after, int limit) {
    TypedQuery<Material> query =
        entities.createQuery(
            "select m from Material m where m.expiresAt <= :asOf"
                + (after == null
                    ? ""
                    : " and (m.expiresAt > :date"
                        + " or (m.expiresAt = :date and m.key.rowId > :rowId))")
                + " order by m.expiresAt, m.key.rowId",
            Material.class);
    query.setParameter("asOf", asOf).setMaxResults(limit);
    if (after != null) {
      query.setParameter("date", after.dueAt()).setParameter("rowId", after.rowId());
    }
    return query
        .getResultStream()
        .map(
            material ->
                new DueKey(
                    material.key().rowId(),
                    material.key().arn().toString(),
                    Objects.requireNonNull(material.expiresAt())))
        .toList();
  }

  Optional<Material> material(long keyRow, int number) {
    return entities
        .createQuery(
            "select m from Material m where m.key.rowId = :keyRow and m.number = :number",
            Material.class)
        .setParameter("keyRow", keyRow)
        .setParameter("number", number)
        .getResultStream()
        .findFirst();
  }

  void flush() {
    entities.flush();
  }
}
