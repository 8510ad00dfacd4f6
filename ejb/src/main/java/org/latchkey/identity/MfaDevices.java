package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The virtual MFA devices of all accounts. */
@ApplicationScoped
class MfaDevices {

  @Inject private EntityManager entities;

  void add(MfaDevice device) {
    entities.persist(device);
    entities.flush();
  }

  void remove(MfaDevice device) {
    entities.remove(device);
  }

  Optional<MfaDevice> find(String serialNumber) {
    return Optional.ofNullable(entities.find(MfaDevice.class, serialNumber));
  }

  /** The device, so that one code is looked at after the other. */
  Optional<MfaDevice> lock(String serialNumber) {
    return Optional.ofNullable(
        entities.find(MfaDevice.class, serialNumber, LockModeType.PESSIMISTIC_WRITE));
  }

  /** The devices of a user, by their serial numbers: eight at most. */
  List<MfaDevice> of(String userId) {
    return entities
        .createQuery(
            "select d from MfaDevice d where d.userId = :user order by d.serialNumber",
            MfaDevice.class)
        .setParameter("user", userId)
        .getResultList();
  }

  /**
   * At most {@code limit} devices of an account, by their serial numbers.
   *
   * @param assigned whether somebody has it; null for both
   */
  List<MfaDevice> list(
      String account, @Nullable Boolean assigned, @Nullable String after, int limit) {
    String filter = assigned == null ? "" : " and d.userId is " + (assigned ? "not null" : "null");
    return entities
        .createQuery(
            "select d from MfaDevice d where d.account = :account and d.serialNumber > :after"
                + filter
                + " order by d.serialNumber",
            MfaDevice.class)
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }
}
