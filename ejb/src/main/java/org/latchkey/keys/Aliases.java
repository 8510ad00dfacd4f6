package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The aliases of all accounts and Regions. */
@ApplicationScoped
class Aliases {

  @Inject private EntityManager entities;

  void add(Alias alias) {
    entities.persist(alias);
  }

  void remove(Alias alias) {
    entities.remove(alias);
  }

  /** Removes every name of a key. */
  void removeAllOf(long keyRow) {
    entities
        .createQuery("select a from Alias a where a.keyRow = :keyRow", Alias.class)
        .setParameter("keyRow", keyRow)
        .getResultList()
        .forEach(entities::remove);
  }

  Optional<Alias> find(String account, String region, String name) {
    return Optional.ofNullable(
        entities.find(Alias.class, new Alias.AliasId(account, region, name)));
  }

  /** The alias, kept from being changed by another until the transaction ends. */
  Optional<Alias> lock(String account, String region, String name) {
    return Optional.ofNullable(
        entities.find(
            Alias.class, new Alias.AliasId(account, region, name), LockModeType.PESSIMISTIC_WRITE));
  }

  /** The names that point at a key, in their order. */
  List<String> namesOf(long keyRow) {
    return entities
        .createQuery(
            "select a.name from Alias a where a.keyRow = :keyRow order by a.name", String.class)
        .setParameter("keyRow", keyRow)
        .getResultList();
  }

  /** At most {@code limit} aliases of an account in a Region, in the order of their names. */
  List<Alias> list(String account, String region, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select a from Alias a where a.account = :account and a.region = :region"
                + " and a.name > :after order by a.name",
            Alias.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** At most {@code limit} aliases of a key, in the order of their names. */
  List<Alias> listOf(long keyRow, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select a from Alias a where a.keyRow = :keyRow and a.name > :after order by a.name",
            Alias.class)
        .setParameter("keyRow", keyRow)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Those of a name, by account and Region; null for all of these. */
  List<Alias> named(String name, @Nullable String account, @Nullable String region) {
    TypedQuery<Alias> query =
        entities.createQuery(
            "select a from Alias a where a.name = :name"
                + (account == null ? "" : " and a.account = :account")
                + (region == null ? "" : " and a.region = :region")
                + " order by a.account, a.region",
            Alias.class);
    if (account != null) {
      query.setParameter("account", account);
    }
    if (region != null) {
      query.setParameter("region", region);
    }
    return query.setParameter("name", name).getResultList();
  }

  void flush() {
    entities.flush();
  }
}
