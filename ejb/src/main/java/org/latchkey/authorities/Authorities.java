package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The private certificate authorities, and what they have issued. */
@ApplicationScoped
class Authorities {

  @Inject private EntityManager entities;

  void add(Authority authority) {
    entities.persist(authority);
  }

  void add(IssuedCertificate certificate) {
    entities.persist(certificate);
  }

  Optional<Authority> find(String id) {
    return Optional.ofNullable(entities.find(Authority.class, id));
  }

  /** The authority, kept from changing until the transaction ends. */
  Optional<Authority> lock(String id) {
    return Optional.ofNullable(entities.find(Authority.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** The authority that was made with a token after a moment. */
  Optional<Authority> withToken(String account, String region, String token, Instant since) {
    return entities
        .createQuery(
            "select a from Authority a where a.account = :account and a.region = :region"
                + " and a.idempotencyToken = :token and a.createdAt > :since"
                + " order by a.createdAt desc",
            Authority.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("token", token)
        .setParameter("since", since)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** At most {@code limit} authorities of an account in a Region, in the order of their ids. */
  List<Authority> list(String account, String region, String after, Instant now, int limit) {
    return page(
        "select a from Authority a where a.account = :account and a.region = :region",
        account,
        region,
        after,
        now,
        limit);
  }

  /** As {@link #list}, but those of others whose policies let the account in. */
  List<Authority> sharedWith(String account, String region, String after, Instant now, int limit) {
    return page(
        "select a from Authority a join a.sharedWith s where s = :account and a.region = :region",
        account,
        region,
        after,
        now,
        limit);
  }

  private List<Authority> page(
      String query, String account, String region, String after, Instant now, int limit) {
    return entities
        .createQuery(
            query
                + " and a.id > :after and (a.restorableUntil is null or a.restorableUntil > :now)"
                + " order by a.id",
            Authority.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("after", after)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  /** How many authorities an account has in a Region, those that can be restored included. */
  long count(String account, String region) {
    return entities
        .createQuery(
            "select count(a) from Authority a where a.account = :account and a.region = :region",
            Long.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .getSingleResult();
  }

  Optional<IssuedCertificate> issued(String authorityId, String serial) {
    return Optional.ofNullable(
        entities.find(
            IssuedCertificate.class,
            new IssuedCertificate.IssuedCertificateId(authorityId, serial)));
  }

  /** The certificate that was issued with a token after a moment. */
  Optional<IssuedCertificate> issuedWithToken(String authorityId, String token, Instant since) {
    return entities
        .createQuery(
            "select c from IssuedCertificate c where c.authorityId = :authorityId"
                + " and c.idempotencyToken = :token and c.issuedAt > :since"
                + " order by c.issuedAt desc",
            IssuedCertificate.class)
        .setParameter("authorityId", authorityId)
        .setParameter("token", token)
        .setParameter("since", since)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }
}
