package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The keys of all accounts and Regions. */
@ApplicationScoped
class Keys {

  @Inject private EntityManager entities;

  void add(Key key) {
    entities.persist(key);
  }

  Optional<Key> find(String region, String keyId) {
    return entities
        .createQuery("select k from Key k where k.region = :region and k.keyId = :keyId", Key.class)
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
