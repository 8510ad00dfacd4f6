package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;

/** The OpenID Connect providers of all accounts. */
@ApplicationScoped
class OidcProviders {

  @Inject private EntityManager entities;

  void add(OidcProvider provider) {
    entities.persist(provider);
    entities.flush();
  }

  void remove(OidcProvider provider) {
    entities.remove(provider);
  }

  Optional<OidcProvider> find(String arn) {
    return Optional.ofNullable(entities.find(OidcProvider.class, arn));
  }

  /** The same as it is now, and nobody else changes it until the transaction ends. */
  Optional<OidcProvider> lock(String arn) {
    Optional<OidcProvider> locked =
        Optional.ofNullable(entities.find(OidcProvider.class, arn, LockModeType.PESSIMISTIC_WRITE));
    locked.ifPresent(entities::refresh);
    return locked;
  }

  /** The providers of an account, by their ARNs: a hundred at most. */
  List<OidcProvider> of(String account) {
    return entities
        .createQuery(
            "select p from OidcProvider p where p.account = :account order by p.arn",
            OidcProvider.class)
        .setParameter("account", account)
        .getResultList();
  }
}
