package org.latchkey.findings;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The findings of all accounts. */
@ApplicationScoped
class Findings {

  @Inject private EntityManager entities;

  /** Adds a finding; whether it was not there yet. */
  boolean add(Finding finding) {
    if (entities.find(Finding.class, finding.id()) != null) {
      return false;
    }
    entities.persist(finding);
    return true;
  }

  @Nullable Finding find(String id) {
    return entities.find(Finding.class, id);
  }

  /** At most {@code limit} findings of an account behind {@code after}, the newest first. */
  List<Finding> list(String account, @Nullable Finding after, int limit) {
    String behind =
        after == null ? "" : " and (f.foundAt < :time or (f.foundAt = :time and f.id < :id))";
    var query =
        entities
            .createQuery(
                "select f from Finding f where f.account = :account"
                    + behind
                    + " order by f.account, f.foundAt desc, f.id desc",
                Finding.class)
            .setParameter("account", account)
            .setMaxResults(limit);
    if (after != null) {
      query.setParameter("time", after.foundAt()).setParameter("id", after.id());
    }
    return query.getResultList();
  }
}
