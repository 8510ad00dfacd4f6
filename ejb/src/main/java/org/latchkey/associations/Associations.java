package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

  /** At most {@code limit} associations of an account's services, in the order of their ids. */
  List<Association> list(
      String account, @Nullable String certificateArn, @Nullable String after, int limit) {
    var query =
        entities.createQuery(
            "select a from Association a where a.service.account = :account and a.id > :after"
                + (certificateArn == null ? "" : " and a.certificateArn = :certificateArn")
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
