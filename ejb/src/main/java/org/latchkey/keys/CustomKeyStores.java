package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The custom key stores of all accounts and Regions. */
@ApplicationScoped
class CustomKeyStores {

  @Inject private EntityManager entities;

  void add(CustomKeyStore store) {
    entities.persist(store);
  }

  void remove(CustomKeyStore store) {
    entities.remove(store);
  }

  Optional<CustomKeyStore> find(String id) {
    return Optional.ofNullable(entities.find(CustomKeyStore.class, id));
  }

  /** The store, kept from changing until the transaction ends. */
  Optional<CustomKeyStore> lock(String id) {
    return Optional.ofNullable(
        entities.find(CustomKeyStore.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  Optional<CustomKeyStore> named(String account, String region, String name) {
    return entities
        .createQuery(
            "select s from CustomKeyStore s where s.account = :account and s.region = :region"
                + " and s.name = :name",
            CustomKeyStore.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  Optional<CustomKeyStore> ofCluster(String clusterId) {
    return entities
        .createQuery(
            "select s from CustomKeyStore s where s.clusterId = :clusterId", CustomKeyStore.class)
        .setParameter("clusterId", clusterId)
        .getResultStream()
        .findFirst();
  }

  /** At most {@code limit} stores of an account in a Region, in the order of their ids. */
  List<CustomKeyStore> list(String account, String region, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select s from CustomKeyStore s where s.account = :account and s.region = :region"
                + " and s.id > :after order by s.id",
            CustomKeyStore.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Whether a store has keys, whatever their state. */
  boolean hasKeys(String id) {
    return !entities
        .createQuery("select k.keyId from Key k where k.customKeyStoreId = :id", String.class)
        .setParameter("id", id)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  void flush() {
    entities.flush();
  }
}
