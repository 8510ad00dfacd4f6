package org.latchkey.tokens;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;

/** The slots that tokens fall into. */
@ApplicationScoped
class TokenSlots {

  @Inject private EntityManager entities;

  /** Locks a slot until the transaction ends; one that another makes meanwhile fails at once. */
  void lock(String name) {
    if (entities.find(TokenSlot.class, name, LockModeType.PESSIMISTIC_WRITE) == null) {
      entities.persist(new TokenSlot(name));
      entities.flush();
    }
  }
}
