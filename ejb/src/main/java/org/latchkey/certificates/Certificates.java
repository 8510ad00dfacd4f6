package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateRenewals.Due;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;
import org.latchkey.x509.KeyAlgorithm;

/** The certificates of all accounts and Regions. */
@ApplicationScoped
class Certificates {

  @Inject private EntityManager entities;

  void add(Certificate certificate) {
    entities.persist(certificate);
  }

  void remove(Certificate certificate) {
    entities.remove(certificate);
  }

  Optional<Certificate> find(String id) {
    return Optional.ofNullable(entities.find(Certificate.class, id));
  }

  /** The certificate, kept from changing until the transaction ends. */
  Optional<Certificate> lock(String id) {
    return Optional.ofNullable(
        entities.find(Certificate.class, id, LockModeType.PESSIMISTIC_WRITE));
  }

  /** The certificate that was requested with a token after a moment. */
  Optional<Certificate> withToken(String account, String region, String token, Instant since) {
    return entities
        .createQuery(
            "select c from Certificate c where c.account = :account and c.region = :region"
                + " and c.idempotencyToken = :token and c.createdAt > :since"
                + " order by c.createdAt desc",
            Certificate.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("token", token)
        .setParameter("since", since)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** At most {@code limit} certificates of an account in a Region, in the order of their ids. */
  List<Certificate> list(
      String account,
      String region,
      Set<KeyAlgorithm> keyAlgorithms,
      @Nullable String after,
      int limit) {
    TypedQuery<Certificate> query =
        entities.createQuery(
            "select c from Certificate c where c.account = :account and c.region = :region"
                + " and c.keyAlgorithm in :keyAlgorithms and c.id > :after order by c.id",
            Certificate.class);
    return query
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("keyAlgorithms", keyAlgorithms)
        .setParameter("after", after == null ? "" : after)
        .setMaxResults(limit)
        .getResultList();
  }

  /**
   * At most {@code limit} certificates of an account in a Region, in the order of their creation.
   *
   * @param after the last one's creation in milliseconds of the epoch, a slash, and its id
   */
  List<Certificate> listByCreation(
      String account,
      String region,
      Set<KeyAlgorithm> keyAlgorithms,
      @Nullable String after,
      boolean descending,
      int limit) {
    String beyond = descending ? "<" : ">";
    String order = descending ? " desc" : "";
    TypedQuery<Certificate> query =
        entities.createQuery(
            "select c from Certificate c where c.account = :account and c.region = :region"
                + " and c.keyAlgorithm in :keyAlgorithms"
                + (after == null
                    ? ""
                    : " and (c.createdAt "
                        + beyond
                        + " :createdAt or (c.createdAt = :createdAt and c.id "
                        + beyond
                        + " :id))")
                + " order by c.createdAt"
                + order
                + ", c.id"
                + order,
            Certificate.class);
    if (after != null) {
      CreationPosition position = CreationPosition.parse(after);
      query.setParameter("createdAt", position.createdAt()).setParameter("id", position.id());
    }
    return query
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("keyAlgorithms", keyAlgorithms)
        .setMaxResults(limit)
        .getResultList();
  }

  /** A place in the order of creation. */
  private record CreationPosition(Instant createdAt, String id) {

    static CreationPosition parse(String text) {
      int slash = text.indexOf('/');
      try {
        return new CreationPosition(
            Instant.ofEpochMilli(Long.parseLong(text.substring(0, Math.max(slash, 0)))),
            text.substring(slash + 1));
      } catch (NumberFormatException malformed) {
        throw new ServiceException(
            CommonFault.VALIDATION,
            "The NextToken is not one that this operation has returned for this order.");
      }
    }
  }

  /**
   * At most {@code limit} issued certificates that have not ended and whose renewal is due, the
   * most urgent first, after {@code after} in that order.
   */
  List<Due> renewalDue(Instant asOf, @Nullable Due after, int limit) {
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select c.id, c.renewalDueAt from Certificate c where c.renewalDueAt <= :asOf"
                + " and c.notAfter >= :asOf and c.status = :issued"
                + (after == null
                    ? ""
                    : " and (c.renewalDueAt > :dueAt or (c.renewalDueAt = :dueAt and c.id > :id))")
                + " order by c.renewalDueAt, c.id",
            Object[].class);
    if (after != null) {
      query.setParameter("dueAt", after.dueAt()).setParameter("id", after.id());
    }
    return query
        .setParameter("asOf", asOf)
        .setParameter("issued", CertificateStatus.ISSUED)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> new Due((String) row[0], (Instant) row[1]))
        .toList();
  }

  /**
   * At most {@code limit} ids after {@code after} of certificates of an account and Region whose
   * private key is under another material.
   */
  List<String> underOtherMaterial(
      String account, String region, String materialId, String after, int limit) {
    return entities
        .createQuery(
            "select c.id from Certificate c where c.account = :account and c.region = :region"
                + " and c.keyMaterial <> :materialId and c.id > :after order by c.id",
            String.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("materialId", materialId)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Every account and Region that has a certificate with a private key. */
  List<Home> homes() {
    return entities
        .createQuery(
            "select distinct c.account, c.region from Certificate c"
                + " where c.keyMaterial is not null order by c.account, c.region",
            Object[].class)
        .getResultStream()
        .map(row -> new Home((String) row[0], (String) row[1]))
        .toList();
  }

  /** Where certificates are: an account in a Region. */
  record Home(String account, String region) {}
}
