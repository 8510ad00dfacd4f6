package org.latchkey.grants;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The grants on all keys. */
@ApplicationScoped
class Grants {

  @Inject private EntityManager entities;

  void add(Grant grant) {
    entities.persist(grant);
  }

  void remove(Grant grant) {
    entities.remove(grant);
  }

  /**
   * Removes every grant on a key that is being deleted. Caches need not hear of it: they keep
   * grants by the key's row, which nothing leads to any more and no other key will get.
   */
  void removeAllOn(long keyRow) {
    entities
        .createQuery("delete from Grant g where g.keyRow = :keyRow")
        .setParameter("keyRow", keyRow)
        .executeUpdate();
  }

  Optional<Grant> find(String grantId) {
    return Optional.ofNullable(entities.find(Grant.class, grantId));
  }

  /** The grant, kept from being retired by another until the transaction ends. */
  Optional<Grant> lock(String grantId) {
    return Optional.ofNullable(entities.find(Grant.class, grantId, LockModeType.PESSIMISTIC_WRITE));
  }

  long count(long keyRow) {
    return entities
        .createQuery("select count(g) from Grant g where g.keyRow = :keyRow", Long.class)
        .setParameter("keyRow", keyRow)
        .getSingleResult();
  }

  List<Grant> named(long keyRow, String name) {
    return entities
        .createQuery(
            "select g from Grant g where g.keyRow = :keyRow and g.name = :name", Grant.class)
        .setParameter("keyRow", keyRow)
        .setParameter("name", name)
        .getResultList();
  }

  /** The grants on a key whose grantee that principal, or service principal, is. */
  List<Grant> of(long keyRow, String principal, boolean service) {
    String grantee = service ? "granteeServicePrincipal" : "granteePrincipal";
    return entities
        .createQuery(
            "select g from Grant g where g.keyRow = :keyRow and g." + grantee + " = :principal",
            Grant.class)
        .setParameter("keyRow", keyRow)
        .setParameter("principal", principal)
        .getResultList();
  }

  /** At most {@code limit} grants on a key, in the order of their ids. */
  List<Grant> list(
      long keyRow,
      @Nullable String grantId,
      @Nullable String granteePrincipal,
      @Nullable String granteeServicePrincipal,
      @Nullable String after,
      int limit) {
    TypedQuery<Grant> query =
        entities.createQuery(
            "select g from Grant g where g.keyRow = :keyRow and g.grantId > :after"
                + (grantId == null ? "" : " and g.grantId = :grantId")
                + (granteePrincipal == null ? "" : " and g.granteePrincipal = :grantee")
                + (granteeServicePrincipal == null
                    ? ""
                    : " and g.granteeServicePrincipal = :granteeService")
                + " order by g.grantId",
            Grant.class);
    if (grantId != null) {
      query.setParameter("grantId", grantId);
    }
    if (granteePrincipal != null) {
      query.setParameter("grantee", granteePrincipal);
    }
    if (granteeServicePrincipal != null) {
      query.setParameter("granteeService", granteeServicePrincipal);
    }
    return query
        .setParameter("keyRow", keyRow)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** At most {@code limit} grants in a Region that a principal may retire, by their ids. */
  List<Grant> retirable(
      String region,
      @Nullable String retiringPrincipal,
      @Nullable String retiringServicePrincipal,
      @Nullable String after,
      int limit) {
    String column = retiringPrincipal == null ? "retiringServicePrincipal" : "retiringPrincipal";
    return entities
        .createQuery(
            "select g from Grant g where g.region = :region and g."
                + column
                + " = :principal and g.grantId > :after order by g.grantId",
            Grant.class)
        .setParameter("region", region)
        .setParameter(
            "principal", retiringPrincipal == null ? retiringServicePrincipal : retiringPrincipal)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }
}
