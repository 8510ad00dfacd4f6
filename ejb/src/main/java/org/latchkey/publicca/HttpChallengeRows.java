package org.latchkey.publicca;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;

/** The tokens that CAs may fetch. */
@ApplicationScoped
class HttpChallengeRows {

  @Inject private EntityManager entities;

  Optional<HttpChallenge> find(String token) {
    return Optional.ofNullable(entities.find(HttpChallenge.class, token));
  }

  void put(HttpChallenge challenge) {
    entities.merge(challenge);
  }

  void remove(String token) {
    find(token).ifPresent(entities::remove);
  }

  void removeOlderThan(Instant moment) {
    entities
        .createQuery("delete from HttpChallenge c where c.createdAt < :moment")
        .setParameter("moment", moment)
        .executeUpdate();
  }
}
