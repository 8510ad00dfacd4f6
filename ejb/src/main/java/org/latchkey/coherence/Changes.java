package org.latchkey.coherence;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.Collection;

/** The log of changes, as the transactions that make them write it. */
@ApplicationScoped
class Changes {

  @Inject private EntityManager entities;

  /** Writes what entities are still to be written, so that no further change can follow. */
  void flush() {
    entities.flush();
  }

  /**
   * Adds the current transaction to the log. Revisions are in the order of the commits and without
   * gaps: from here to its end, no other transaction can take one.
   *
   * @return the transaction's revision
   */
  long append(Collection<String> subjects) {
    entities
        .createNativeQuery("update change_sequence set revision = revision + 1 where id = 1")
        .executeUpdate();
    long revision =
        ((Number)
                entities
                    .createNativeQuery("select revision from change_sequence where id = 1")
                    .getSingleResult())
            .longValue();
    int position = 0;
    for (String subject : subjects) {
      entities
          .createNativeQuery(
              "insert into change_log (revision, position, subject, changed_at)"
                  + " values (?, ?, ?, current_timestamp)")
          .setParameter(1, revision)
          .setParameter(2, position++)
          .setParameter(3, subject)
          .executeUpdate();
    }
    return revision;
  }
}
