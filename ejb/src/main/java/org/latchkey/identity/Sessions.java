package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;

/** Temporary credentials. */
@ApplicationScoped
class Sessions {

  /** How many expired rows go for each new one: more than come, so that they never pile up. */
  private static final int SWEPT_AT_ONCE = 4;

  @Inject private EntityManager entities;

  void add(SessionRecord session) {
    entities.persist(session);
  }

  Optional<SessionRecord> find(String accessKeyId) {
    return Optional.ofNullable(entities.find(SessionRecord.class, accessKeyId));
  }

  /** Removes a few of those that expired before then. Caches need not hear: expired is expired. */
  void sweep(Instant before) {
    entities
        .createQuery(
            "select s.accessKeyId from SessionRecord s where s.expiresAt < :before"
                + " order by s.expiresAt",
            String.class)
        .setParameter("before", before)
        .setMaxResults(SWEPT_AT_ONCE)
        .getResultList()
        .forEach(
            id ->
                entities
                    .createQuery("delete from SessionRecord s where s.accessKeyId = :id")
                    .setParameter("id", id)
                    .executeUpdate());
  }
}
