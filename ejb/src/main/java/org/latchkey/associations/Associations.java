package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.associations.AssociationChecks.Due;
import org.latchkey.certificates.CertificateUsers;

/** The integrated services and their associations. */
@ApplicationScoped
class Associations implements CertificateUsers {

  @Inject private EntityManager entities;

  void add(IntegratedService service) {
    entities.persist(service);
  }

  void add(Association association) {
    entities.persist(association);
  }

  void add(FormerGrant former) {
    entities.persist(former);
  }

  /** An association's grants on keys before, the first to end first. */
  List<FormerGrant> formerGrants(Association association) {
    return entities
        .createQuery(
            "select f from FormerGrant f where f.association = :association"
                + " order by f.endsAt, f.grantId",
            FormerGrant.class)
        .setParameter("association", association)
        .getResultList();
  }

  void remove(FormerGrant former) {
    entities.remove(former);
  }

  void remove(Association association) {
    entities.remove(association);
  }

  void flush() {
    entities.flush();
  }

  Optional<IntegratedService> service(String account, String name) {
    return entities
        .createQuery(
            "select s from IntegratedService s where s.account = :account and s.name = :name",
            IntegratedService.class)
        .setParameter("account", account)
        .setParameter("name", name)
        .getResultStream()
        .findFirst();
  }

  Optional<IntegratedService> serviceOfUser(String userId) {
    return Optional.ofNullable(entities.find(IntegratedService.class, userId));
  }

  List<IntegratedService> services(String account, @Nullable String after, int limit) {
    return entities
        .createQuery(
            "select s from IntegratedService s where s.account = :account and s.name > :after"
                + " order by s.name",
            IntegratedService.class)
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  Optional<Association> find(String certificateId, String resourceArn) {
    return entities
        .createQuery(
            "select a from Association a where a.certificateId = :certificateId"
                + " and a.resourceArn = :resourceArn",
            Association.class)
        .setParameter("certificateId", certificateId)
        .setParameter("resourceArn", resourceArn)
        .getResultStream()
        .findFirst();
  }

  List<Association> of(String certificateId) {
    return entities
        .createQuery(
            "select a from Association a where a.certificateId = :certificateId order by a.id",
            Association.class)
        .setParameter("certificateId", certificateId)
        .getResultList();
  }

  Optional<Association> find(String id) {
    return Optional.ofNullable(entities.find(Association.class, id));
  }

  /** Whether an association is in the database now. */
  boolean exists(String id) {
    return entities
            .createQuery("select count(a) from Association a where a.id = :id", Long.class)
            .setParameter("id", id)
            .getSingleResult()
        > 0;
  }

  /** Has an association as it is in the database now. */
  void refresh(Association association) {
    entities.refresh(association);
  }

  /** At most {@code limit} associations that are to be looked at, the longest due first. */
  List<Due> toCheck(Instant asOf, @Nullable Due after, int limit) {
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select a.id, a.checkDueAt from Association a where a.checkDueAt <= :asOf"
                + (after == null
                    ? ""
                    : " and a.checkDueAt >= :dueAt and (a.checkDueAt > :dueAt or a.id > :id)")
                + " order by a.checkDueAt, a.id",
            Object[].class);
    if (after != null) {
      query.setParameter("dueAt", after.dueAt()).setParameter("id", after.id());
    }
    return query
        .setParameter("asOf", asOf)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> new Due((String) row[0], (Instant) row[1]))
        .toList();
  }

  /**
   * At most {@code limit} associations of an account's services, in the order of their ids.
   *
   * @param certificateArn of one certificate alone; null for all
   * @param broken only those that were found broken
   */
  List<Association> list(
      String account,
      @Nullable String certificateArn,
      boolean broken,
      @Nullable String after,
      int limit) {
    var query =
        entities.createQuery(
            "select a from Association a where a.account = :account and a.id > :after"
                + (certificateArn == null ? "" : " and a.certificateArn = :certificateArn")
                + (broken ? " and a.brokenCause is not null" : "")
                + " order by a.id",
            Association.class);
    if (certificateArn != null) {
      query.setParameter("certificateArn", certificateArn);
    }
    return query
        .setParameter("account", account)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  @Override
  public List<String> resourcesOf(String certificateId) {
    return entities
        .createQuery(
            "select a.resourceArn from Association a where a.certificateId = :certificateId"
                + " order by a.resourceArn",
            String.class)
        .setParameter("certificateId", certificateId)
        .getResultList();
  }
}
