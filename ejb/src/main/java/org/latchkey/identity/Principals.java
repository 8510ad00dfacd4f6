package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Caller;

/** Accounts, their principals, and what those prove themselves with. */
@ApplicationScoped
class Principals {

  @Inject private EntityManager entities;

  void add(Account account) {
    entities.persist(account);
    // what belongs to the account refers to it
    entities.flush();
  }

  void add(Principal principal) {
    entities.persist(principal);
    entities.flush();
  }

  void add(AccessKey accessKey) {
    entities.persist(accessKey);
  }

  void add(ServiceSpecificCredential credential) {
    entities.persist(credential);
  }

  void flush() {
    entities.flush();
  }

  Optional<Account> account(String id) {
    return Optional.ofNullable(entities.find(Account.class, id));
  }

  boolean emailTaken(String email) {
    return !entities
        .createQuery("select a.id from Account a where a.emailKey = :email", String.class)
        .setParameter("email", email.toLowerCase(Locale.ROOT))
        .getResultList()
        .isEmpty();
  }

  /** At most {@code limit} accounts that another one manages, by their ids. */
  List<Account> managedBy(String managementAccount, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select a from Account a where a.managementAccount = :management and a.id > :after"
                + " order by a.id",
            Account.class)
        .setParameter("management", managementAccount)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  boolean anyAccount() {
    return !entities
        .createQuery("select a.id from Account a", String.class)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  Optional<Principal> named(String account, String name) {
    return entities
        .createQuery(
            "select p from Principal p where p.account = :account and p.name = :name",
            Principal.class)
        .setParameter("account", account)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  boolean taken(String account, String name) {
    return !entities
        .createQuery(
            "select p.userId from Principal p where p.account = :account and p.nameKey = :name",
            String.class)
        .setParameter("account", account)
        .setParameter("name", name.toLowerCase(Locale.ROOT))
        .getResultList()
        .isEmpty();
  }

  /** At most {@code limit} users whose path begins so, in the order of their names. */
  List<Principal> users(String account, String pathPrefix, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select p from Principal p where p.account = :account and p.kind = :kind"
                + " and p.name > :after and substring(p.path, 1, :length) = :prefix"
                + " order by p.name",
            Principal.class)
        .setParameter("account", account)
        .setParameter("kind", Caller.Type.USER)
        .setParameter("after", after == null ? "" : after)
        .setParameter("length", pathPrefix.length())
        .setParameter("prefix", pathPrefix)
        .setMaxResults(limit)
        .getResultList();
  }

  List<Principal> boundedBy(String policyArn, String account, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select p from Principal p where p.permissionsBoundary = :arn and p.account = :account"
                + " and p.userId > :after order by p.userId",
            Principal.class)
        .setParameter("arn", policyArn)
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  long countBoundedBy(String policyArn, String account) {
    return entities
        .createQuery(
            "select count(p.userId) from Principal p where p.permissionsBoundary = :arn"
                + " and p.account = :account",
            Long.class)
        .setParameter("arn", policyArn)
        .setParameter("account", account)
        .getSingleResult();
  }

  void remove(Principal principal) {
    entities.remove(principal);
    entities.flush();
  }

  /** The principal, kept from being changed by another until the transaction ends. */
  Optional<Principal> lock(String userId) {
    return Optional.ofNullable(
        entities.find(Principal.class, userId, LockModeType.PESSIMISTIC_WRITE));
  }

  /** The same, as it is now, whatever the transaction has read of it before. */
  Optional<Principal> lockAfresh(String userId) {
    Optional<Principal> locked = lock(userId);
    locked.ifPresent(entities::refresh);
    return locked;
  }

  /** The access keys of a user, in the order of their ids: at most two. */
  List<AccessKey> accessKeys(String userId) {
    return entities
        .createQuery(
            "select k from AccessKey k where k.principal.userId = :user order by k.id",
            AccessKey.class)
        .setParameter("user", userId)
        .getResultList();
  }

  void remove(AccessKey accessKey) {
    entities.remove(accessKey);
  }

  /** Notes when an access key was last used, past what caches heed: it changes no answer. */
  void noteUse(String accessKeyId, Instant at, String service, String region) {
    entities
        .createQuery(
            "update AccessKey k set k.lastUsedAt = :at, k.lastUsedService = :service,"
                + " k.lastUsedRegion = :region"
                + " where k.id = :id and (k.lastUsedAt is null or k.lastUsedAt < :at)")
        .setParameter("at", at)
        .setParameter("service", service)
        .setParameter("region", region)
        .setParameter("id", accessKeyId)
        .executeUpdate();
  }

  void add(EarlierPassword password) {
    entities.persist(password);
  }

  void remove(EarlierPassword password) {
    entities.remove(password);
  }

  /** The passwords of a user that are not to be used again, the latest first. */
  List<EarlierPassword> earlierPasswords(String userId) {
    return entities
        .createQuery(
            "select p from EarlierPassword p where p.userId = :user order by p.number desc",
            EarlierPassword.class)
        .setParameter("user", userId)
        .getResultList();
  }

  boolean anyServiceCredential(String userId) {
    return !entities
        .createQuery(
            "select c.userName from ServiceSpecificCredential c"
                + " where c.principal.userId = :user",
            String.class)
        .setParameter("user", userId)
        .setMaxResults(1)
        .getResultList()
        .isEmpty();
  }

  Optional<Principal> find(String userId) {
    return Optional.ofNullable(entities.find(Principal.class, userId));
  }

  Optional<AccessKey> accessKey(String id) {
    return Optional.ofNullable(entities.find(AccessKey.class, id));
  }

  Optional<ServiceSpecificCredential> credential(String userName) {
    return Optional.ofNullable(entities.find(ServiceSpecificCredential.class, userName));
  }
}
