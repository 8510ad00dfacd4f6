package org.latchkey.leases;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.Optional;

/** The leases that are or have been held. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class LeaseRows {

  @Inject private EntityManager entities;

  boolean exists(String name) {
    return entities.find(Lease.class, name) != null;
  }

  Optional<Instant> expiry(String name) {
    return Optional.ofNullable(entities.find(Lease.class, name)).map(Lease::expiresAt);
  }

  void insert(String name, String owner, Instant expiresAt) {
    entities.persist(new Lease(name, owner, expiresAt));
    entities.flush();
  }

  /** Takes or renews a lease that is the owner's or nobody's; false where another holds it. */
  boolean take(String name, String owner, Instant now, Instant expiresAt) {
    return entities
            .createQuery(
                "update Lease l set l.owner = :owner, l.expiresAt = :expiresAt"
                    + " where l.name = :name and (l.owner = :owner or l.expiresAt < :now)")
            .setParameter("owner", owner)
            .setParameter("expiresAt", expiresAt)
            .setParameter("name", name)
            .setParameter("now", now)
            .executeUpdate()
        == 1;
  }

  /** Ends the owner's lease, if it has one. */
  void release(String name, String owner, Instant now) {
    entities
        .createQuery(
            "update Lease l set l.expiresAt = :now where l.name = :name and l.owner = :owner")
        .setParameter("now", now)
        .setParameter("name", name)
        .setParameter("owner", owner)
        .executeUpdate();
  }
}
