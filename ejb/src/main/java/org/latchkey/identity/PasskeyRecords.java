package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** The passkeys of all accounts. */
@ApplicationScoped
class PasskeyRecords {

  @Inject private EntityManager entities;

  void add(PasskeyRecord passkey) {
    entities.persist(passkey);
    entities.flush();
  }

  void remove(PasskeyRecord passkey) {
    entities.remove(passkey);
  }

  Optional<PasskeyRecord> find(String credentialId) {
    return Optional.ofNullable(entities.find(PasskeyRecord.class, credentialId));
  }

  Optional<PasskeyRecord> bySerialNumber(String serialNumber) {
    return entities
        .createQuery(
            "select p from PasskeyRecord p where p.serialNumber = :serial", PasskeyRecord.class)
        .setParameter("serial", serialNumber)
        .getResultStream()
        .findFirst();
  }

  /** The passkeys of a user, by their serial numbers: eight at most. */
  List<PasskeyRecord> of(String userId) {
    return entities
        .createQuery(
            "select p from PasskeyRecord p where p.userId = :user order by p.serialNumber",
            PasskeyRecord.class)
        .setParameter("user", userId)
        .getResultList();
  }
}
