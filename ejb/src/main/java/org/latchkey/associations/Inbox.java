package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;

/** The messages that have been dealt with, as long as they might come again. */
@ApplicationScoped
class Inbox {

  @Inject private EntityManager entities;

  boolean contains(String messageId) {
    return entities.find(ReceivedMessage.class, messageId) != null;
  }

  /** Keeps the id; the transaction fails where another is just dealing with the same message. */
  void add(String messageId, Instant receivedAt) {
    entities.persist(new ReceivedMessage(messageId, receivedAt));
  }

  /** Forgets what came before a moment. */
  int forgetBefore(Instant moment) {
    return entities
        .createQuery("delete from ReceivedMessage m where m.receivedAt < :moment")
        .setParameter("moment", moment)
        .executeUpdate();
  }
}
