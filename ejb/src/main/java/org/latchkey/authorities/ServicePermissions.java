package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import org.latchkey.authorities.AuthorityPermission.AuthorityPermissionId;

/** What services may do with authorities. */
@ApplicationScoped
class ServicePermissions {

  @Inject private EntityManager entities;

  void add(AuthorityPermission permission) {
    entities.persist(permission);
  }

  void remove(AuthorityPermission permission) {
    entities.remove(permission);
  }

  Optional<AuthorityPermission> find(String authorityId, String principal, String sourceAccount) {
    return Optional.ofNullable(
        entities.find(
            AuthorityPermission.class,
            new AuthorityPermissionId(authorityId, principal, sourceAccount)));
  }

  /** At most {@code limit} permissions on an authority, by their principals. */
  List<AuthorityPermission> list(String authorityId, String after, int limit) {
    return entities
        .createQuery(
            "select p from AuthorityPermission p where p.authorityId = :authorityId"
                + " and p.principal > :after order by p.principal",
            AuthorityPermission.class)
        .setParameter("authorityId", authorityId)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }
}
