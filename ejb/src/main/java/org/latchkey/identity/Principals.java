package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;

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
