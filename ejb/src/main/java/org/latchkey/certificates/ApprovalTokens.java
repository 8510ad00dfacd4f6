package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Optional;

/** The tokens by which names can be approved of. */
@ApplicationScoped
class ApprovalTokens {

  @Inject private EntityManager entities;

  void add(ApprovalToken token) {
    entities.persist(token);
  }

  Optional<ApprovalToken> find(String hash) {
    return Optional.ofNullable(entities.find(ApprovalToken.class, hash));
  }

  void removeOf(String validationId) {
    entities
        .createQuery("delete from ApprovalToken t where t.validationId = :validationId")
        .setParameter("validationId", validationId)
        .executeUpdate();
  }

  void removeExpired(Instant now) {
    entities
        .createQuery("delete from ApprovalToken t where t.expiresAt <= :now")
        .setParameter("now", now)
        .executeUpdate();
  }
}
