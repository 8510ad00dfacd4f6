package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Set;

/** The messages that wait to be sent, oldest first. */
@ApplicationScoped
class Outbox {

  @Inject private EntityManager entities;

  @Inject private Event<OutboxFilled> filled;

  /** Something was written that is to be sent after the commit. */
  record OutboxFilled() {}

  void add(OutboxMessage message) {
    entities.persist(message);
    filled.fire(new OutboxFilled());
  }

  /**
   * At most {@code limit} messages, in the order of their ids.
   *
   * @param passedOver destinations whose messages are left out
   */
  List<OutboxMessage> oldest(Set<String> passedOver, int limit) {
    TypedQuery<OutboxMessage> query =
        entities.createQuery(
            "select m from OutboxMessage m"
                + (passedOver.isEmpty() ? "" : " where m.destination not in :passedOver")
                + " order by m.id",
            OutboxMessage.class);
    if (!passedOver.isEmpty()) {
      query.setParameter("passedOver", passedOver);
    }
    return query.setMaxResults(limit).getResultList();
  }

  /** Forgets messages that the broker has. */
  void sent(List<Long> ids) {
    entities
        .createQuery("delete from OutboxMessage m where m.id in :ids")
        .setParameter("ids", ids)
        .executeUpdate();
  }
}
