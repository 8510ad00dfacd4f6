package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The orders with the public CA that are under way. */
@ApplicationScoped
class PublicOrders {

  @Inject private EntityManager entities;

  void add(PublicOrder order) {
    entities.persist(order);
  }

  Optional<PublicOrder> of(String certificateId) {
    return Optional.ofNullable(entities.find(PublicOrder.class, certificateId));
  }

  void removeOf(String certificateId) {
    of(certificateId).ifPresent(entities::remove);
    entities.flush();
  }

  /** At most {@code limit} certificates whose order is to be advanced, the longest due first. */
  List<String> due(Instant now, int limit) {
    return entities
        .createQuery(
            "select o.certificateId from PublicOrder o where o.dueAt <= :now"
                + " order by o.dueAt, o.certificateId",
            String.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }
}
