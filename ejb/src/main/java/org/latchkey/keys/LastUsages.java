package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Optional;

/** When each key was last used, as far as the nodes have written it down. */
@ApplicationScoped
class LastUsages {

  @Inject private EntityManager entities;

  Optional<LastUsage> find(long keyRow) {
    return Optional.ofNullable(entities.find(LastUsage.class, keyRow));
  }

  /** Notes a use, unless a later one is on record. */
  void note(long keyRow, KeyUse use) {
    entities
        .createQuery(
            "update LastUsage u set u.operation = :operation, u.usedAt = :usedAt,"
                + " u.eventId = :eventId, u.requestId = :requestId"
                + " where u.keyRow = :keyRow and (u.usedAt is null or u.usedAt < :usedAt)")
        .setParameter("operation", use.operation())
        .setParameter("usedAt", use.at())
        .setParameter("eventId", use.eventId())
        .setParameter("requestId", use.requestId())
        .setParameter("keyRow", keyRow)
        .executeUpdate();
  }

  void forget(long keyRow) {
    entities
        .createQuery("delete from LastUsage u where u.keyRow = :keyRow")
        .setParameter("keyRow", keyRow)
        .executeUpdate();
  }
}
