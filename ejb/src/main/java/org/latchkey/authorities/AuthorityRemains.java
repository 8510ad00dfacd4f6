package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.keys.ManagedKeys;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/** What is left of deleted authorities, and its removal, each step in a transaction of its own. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class AuthorityRemains {

  /** How long KMS waits before it deletes the key of an authority that is gone: its shortest. */
  private static final int KEY_DAYS = 7;

  private static final List<String> BELONGINGS =
      List.of(
          "AuthorityPermission",
          "CrlPartition",
          "SignedAnswer",
          "ResponderCertificate",
          "AuditReport");

  @Inject private EntityManager entities;
  @Inject private ManagedKeys managedKeys;
  @Inject private Authorizer authorizer;

  /** At most {@code limit} authorities that can't be restored any more, the most urgent first. */
  List<DueAuthority> due(Instant asOf, @Nullable DueAuthority after, int limit) {
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select a.id, a.restorableUntil from Authority a where a.restorableUntil <= :asOf"
                + (after == null
                    ? ""
                    : " and (a.restorableUntil > :dueAt"
                        + " or (a.restorableUntil = :dueAt and a.id > :id))")
                + " order by a.restorableUntil, a.id",
            Object[].class);
    if (after != null) {
      query.setParameter("dueAt", after.dueAt()).setParameter("id", after.id());
    }
    return query
        .setParameter("asOf", asOf)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> new DueAuthority((String) row[0], (Instant) row[1]))
        .toList();
  }

  boolean isDue(String id, Instant now) {
    Authority authority = entities.find(Authority.class, id);
    return authority != null && authority.isGone(now);
  }

  /** Removes certificates that an authority has issued, at most {@code limit}; how many. */
  int removeIssued(String id, int limit) {
    List<String> serials =
        entities
            .createQuery(
                "select c.serial from IssuedCertificate c where c.authorityId = :id"
                    + " order by c.serial",
                String.class)
            .setParameter("id", id)
            .setMaxResults(limit)
            .getResultList();
    if (serials.isEmpty()) {
      return 0;
    }
    return entities
        .createQuery(
            "delete from IssuedCertificate c where c.authorityId = :id and c.serial <= :last")
        .setParameter("id", id)
        .setParameter("last", serials.get(serials.size() - 1))
        .executeUpdate();
  }

  /**
   * Removes an authority that has nothing left that it has issued, and has KMS delete its keys.
   *
   * @return its ARN; empty where it is not due
   */
  Optional<Arn> remove(String id, Instant now) {
    Authority authority = entities.find(Authority.class, id, LockModeType.PESSIMISTIC_WRITE);
    if (authority == null || !authority.isGone(now)) {
      return Optional.empty();
    }
    authorizer.authorizeByRole(
        AuthorizationRequest.on(
            authority.arn(),
            Caller.service(
                AuthoritySigner.SERVICE + ".amazonaws.com",
                authority.account(),
                authority.region(),
                UUID.randomUUID().toString()),
            "acm-pca:DeleteCertificateAuthority",
            RequestContext.empty()));
    ResponderCertificate responder = entities.find(ResponderCertificate.class, id);
    if (responder != null) {
      managedKeys.scheduleDeletion(authority.region(), responder.keyId(), KEY_DAYS);
      entities.detach(responder);
    }
    managedKeys.scheduleDeletion(authority.region(), authority.keyId(), KEY_DAYS);
    entities
        .createQuery(
            "delete from AuditReportPart p where p.reportId in"
                + " (select r.id from AuditReport r where r.authorityId = :id)")
        .setParameter("id", id)
        .executeUpdate();
    for (String belonging : BELONGINGS) {
      entities
          .createQuery("delete from " + belonging + " b where b.authorityId = :id")
          .setParameter("id", id)
          .executeUpdate();
    }
    entities.remove(authority);
    return Optional.of(authority.arn());
  }
}
