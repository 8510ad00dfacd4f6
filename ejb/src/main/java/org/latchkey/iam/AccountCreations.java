package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The requests to make accounts. */
@ApplicationScoped
class AccountCreations {

  @Inject private EntityManager entities;

  void add(AccountCreation creation) {
    entities.persist(creation);
  }

  Optional<AccountCreation> find(String id) {
    return Optional.ofNullable(entities.find(AccountCreation.class, id));
  }

  /**
   * At most {@code limit} requests of an account that came to one of these states, by their ids.
   */
  List<AccountCreation> list(
      String requestedBy, List<String> states, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select c from AccountCreation c where c.requestedBy = :account and c.id > :after"
                + " and c.state in :states order by c.id",
            AccountCreation.class)
        .setParameter("account", requestedBy)
        .setParameter("after", after == null ? "" : after)
        .setParameter("states", states)
        .setMaxResults(limit)
        .getResultList();
  }
}
