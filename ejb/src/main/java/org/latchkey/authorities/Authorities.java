package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
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
