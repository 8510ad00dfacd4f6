package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The roles of all accounts. */
@ApplicationScoped
class Roles {

  @Inject private EntityManager entities;

  void add(RoleRecord role) {
    entities.persist(role);
    entities.flush();
  }

  void remove(RoleRecord role) {
    entities.remove(role);
  }

  Optional<RoleRecord> find(String id) {
    return Optional.ofNullable(entities.find(RoleRecord.class, id));
  }

  /**
   * The role as it is now, whatever the transaction has read of it before; nobody else changes it
   * until the transaction ends.
   */
  Optional<RoleRecord> lock(String id) {
    RoleRecord role = entities.find(RoleRecord.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (role != null) {
      entities.refresh(role);
    }
    return Optional.ofNullable(role);
  }

  Optional<RoleRecord> named(String account, String name) {
    return entities
        .createQuery(
            "select r from RoleRecord r where r.account = :account and r.name = :name",
            RoleRecord.class)
        .setParameter("account", account)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  boolean taken(String account, String name) {
    return !entities
        .createQuery(
            "select r.id from RoleRecord r where r.account = :account and r.nameKey = :name",
            String.class)
        .setParameter("account", account)
        .setParameter("name", name.toLowerCase(Locale.ROOT))
        .getResultList()
        .isEmpty();
  }

  /** At most {@code limit} roles whose path begins so, in the order of their names. */
  List<RoleRecord> list(String account, String pathPrefix, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select r from RoleRecord r where r.account = :account and r.name > :after"
                + " and substring(r.path, 1, :length) = :prefix order by r.name",
            RoleRecord.class)
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setParameter("length", pathPrefix.length())
        .setParameter("prefix", pathPrefix)
        .setMaxResults(limit)
        .getResultList();
  }

  List<RoleRecord> boundedBy(String policyArn, String account, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select r from RoleRecord r where r.permissionsBoundary = :arn and r.account = :account"
                + " and r.id > :after order by r.id",
            RoleRecord.class)
        .setParameter("arn", policyArn)
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  long countBoundedBy(String policyArn, String account) {
    return entities
        .createQuery(
            "select count(r.id) from RoleRecord r where r.permissionsBoundary = :arn"
                + " and r.account = :account",
            Long.class)
        .setParameter("arn", policyArn)
        .setParameter("account", account)
        .getSingleResult();
  }
}
