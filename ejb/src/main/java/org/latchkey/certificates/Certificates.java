package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateRenewals.Due;

/** The certificates of all accounts and Regions. */
@ApplicationScoped
class Certificates {

  private static final int READ_AT_ONCE = 20;

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

  /** The certificate that was requested with a token, in these words, after a moment. */
  Optional<Certificate> requested(
      String account, String region, String token, String digest, Instant since) {
    return entities
        .createQuery(
            "select c from Certificate c where c.account = :account and c.region = :region"
                + " and c.idempotencyToken = :token and c.requestDigest = :digest"
                + " and c.createdAt > :since"
                + " order by c.createdAt desc",
            Certificate.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("token", token)
        .setParameter("digest", digest)
        .setParameter("since", since)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /**
   * At most {@code limit} certificates of an account in a Region, after a place in an order: one
   * query for each stretch of the order's index.
   *
   * @param narrowing conditions that leave few, to be looked up in an index of their own
   */
  List<ScannedCertificate> scan(
      Home home,
      Narrowing narrowing,
      CertificateOrder order,
      boolean descending,
      @Nullable CertificatePosition after,
      int limit,
      Instant now) {
    List<ScannedCertificate> rows = new ArrayList<>();
    for (String stretch : stretches(order, descending, after)) {
      if (rows.size() < limit) {
        TypedQuery<Object[]> query = query(home, narrowing, order, descending, stretch);
        if (stretch.contains(":id")) {
          query.setParameter("id", Objects.requireNonNull(after).id());
        }
        if (stretch.contains(":value")) {
          query.setParameter("value", Objects.requireNonNull(after).value());
        }
        rows.addAll(read(query, limit - rows.size(), now));
      }
    }
    return rows;
  }

  /**
   * What is left of an order after a place, as conditions one after the other: each is one range of
   * the order's index, in which nothing has to be passed over.
   */
  private static List<String> stretches(
      CertificateOrder order, boolean descending, @Nullable CertificatePosition after) {
    String beyond = descending ? " < " : " > ";
    String attribute = "c." + order.attribute();
    if (order.attribute() == null) {
      return List.of(after == null ? "" : " and c.id" + beyond + ":id");
    }
    List<String> stretches = new ArrayList<>();
    if (after == null) {
      stretches.add(order.optional() ? " and " + attribute + " is not null" : "");
    } else if (after.value() == null) {
      return List.of(" and " + attribute + " is null and c.id" + beyond + ":id");
    } else {
      stretches.add(" and " + attribute + " = :value and c.id" + beyond + ":id");
      stretches.add(" and " + attribute + beyond + ":value");
    }
    if (order.optional()) {
      stretches.add(" and " + attribute + " is null");
    }
    return stretches;
  }

  private TypedQuery<Object[]> query(
      Home home, Narrowing narrowing, CertificateOrder order, boolean descending, String stretch) {
    String direction = descending ? " desc" : "";
    String by = order.attribute() == null ? "" : "c." + order.attribute() + direction + ", ";
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select "
                + ScannedCertificate.columns(order)
                + " from Certificate c where c.account = :account and c.region = :region"
                + narrowing.conditions()
                + stretch
                + " order by "
                + by
                + "c.id"
                + direction,
            Object[].class);
    narrowing.parameters().forEach(query::setParameter);
    return query.setParameter("account", home.account()).setParameter("region", home.region());
  }

  private static List<ScannedCertificate> read(TypedQuery<Object[]> query, int limit, Instant now) {
    return query
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> ScannedCertificate.of(row, now))
        .toList();
  }

  /**
   * What there is to say of the certificates with these ids, in their order, to a caller who only
   * reads; those that are gone are left out. Each may have a chain of two megabytes: never many of
   * them are in memory.
   */
  <T> List<T> describe(List<String> ids, Function<Certificate, T> description) {
    List<T> described = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += READ_AT_ONCE) {
      List<String> part = ids.subList(from, Math.min(ids.size(), from + READ_AT_ONCE));
      Map<String, Certificate> found =
          entities
              .createQuery("select c from Certificate c where c.id in :ids", Certificate.class)
              .setParameter("ids", part)
              .getResultStream()
              .collect(Collectors.toMap(Certificate::id, Function.identity()));
      part.stream()
          .map(found::get)
          .filter(Objects::nonNull)
          .map(description)
          .forEach(described::add);
      found.values().forEach(entities::detach);
    }
    return described;
  }

  /**
   * At most {@code limit} ids of certificates whose names are to be validated, longest due first.
   */
  List<String> validationDue(Instant now, int limit) {
    return entities
        .createQuery(
            "select c.id from Certificate c where c.validationDueAt <= :now"
                + " order by c.validationDueAt, c.id",
            String.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  /** At most {@code limit} certificates to be renewed of which their CA is to be asked when. */
  List<String> renewalInformationDue(Instant now, int limit) {
    return entities
        .createQuery(
            "select c.id from Certificate c where c.renewalEligibility = 'ELIGIBLE'"
                + " and c.renewalInfoAt <= :now order by c.renewalInfoAt, c.id",
            String.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  /** At most {@code limit} ids, after {@code after}, of certificates whose facts are not kept. */
  List<String> withoutFacts(String after, int limit) {
    return entities
        .createQuery(
            "select c.id from Certificate c where c.serial is null and c.certificate is not null"
                + " and c.id > :after order by c.id",
            String.class)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  /**
   * At most {@code limit} issued certificates that have not ended and whose renewal is due, the
   * most urgent first, after {@code after} in that order.
   *
   * @param part what their ids begin with; empty for all
   */
  List<Due> renewalDue(String part, Instant asOf, @Nullable Due after, int limit) {
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select c.id, c.renewalDueAt from Certificate c where c.renewalDueAt <= :asOf"
                + " and c.notAfter >= :asOf and c.status = :issued"
                + (part.isEmpty() ? "" : " and c.id like :part")
                + (after == null
                    ? ""
                    : " and (c.renewalDueAt > :dueAt or (c.renewalDueAt = :dueAt and c.id > :id))")
                + " order by c.renewalDueAt, c.id",
            Object[].class);
    if (after != null) {
      query.setParameter("dueAt", after.dueAt()).setParameter("id", after.id());
    }
    if (!part.isEmpty()) {
      query.setParameter("part", part + '%');
    }
    return query
        .setParameter("asOf", asOf)
        .setParameter("issued", CertificateStatus.ISSUED)
        .setMaxResults(limit)
        .getResultStream()
        .map(row -> new Due((String) row[0], (Instant) row[1]))
        .toList();
  }

  /** At most {@code limit} certificates whose owners are to be told that they end. */
  List<Due> expiryEvents(Instant asOf, @Nullable Due after, int limit) {
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select c.id, c.expiryEventAt from Certificate c where c.expiryEventAt <= :asOf"
                + (after == null
                    ? ""
                    : " and c.expiryEventAt >= :dueAt"
                        + " and (c.expiryEventAt > :dueAt or c.id > :id)")
                + " order by c.expiryEventAt, c.id",
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
   * The first material, after {@code after} in their order, that a private key of an account in a
   * Region is under. An index leads from each to the next, however many keys are under one.
   */
  Optional<String> nextMaterial(String account, String region, String after) {
    return entities
        .createQuery(
            "select c.keyMaterial from Certificate c where c.account = :account"
                + " and c.region = :region and c.keyMaterial > :after"
                + " order by c.account, c.region, c.keyMaterial",
            String.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("after", after)
        .setMaxResults(1)
        .getResultStream()
        .findFirst();
  }

  /** At most {@code limit} ids after {@code after} of certificates with a key under a material. */
  List<String> underMaterial(
      String account, String region, String materialId, String after, int limit) {
    return entities
        .createQuery(
            "select c.id from Certificate c where c.account = :account and c.region = :region"
                + " and c.keyMaterial = :materialId and c.id > :after"
                + " order by c.account, c.region, c.keyMaterial, c.id",
            String.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("materialId", materialId)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** How many private keys there are under a material, and with how many associations. */
  Weight weight(String account, String region, String materialId) {
    Object[] row =
        entities
            .createQuery(
                "select count(c.id), sum(c.associations) from Certificate c"
                    + " where c.account = :account and c.region = :region"
                    + " and c.keyMaterial = :materialId",
                Object[].class)
            .setParameter("account", account)
            .setParameter("region", region)
            .setParameter("materialId", materialId)
            .getSingleResult();
    return new Weight(
        ((Number) row[0]).longValue(), row[1] == null ? 0 : ((Number) row[1]).longValue());
  }

  /** At most {@code limit} ids after {@code after} of certificates that have a private key. */
  List<String> withPrivateKey(String account, String region, String after, int limit) {
    return entities
        .createQuery(
            "select c.id from Certificate c where c.account = :account and c.region = :region"
                + " and c.id > :after and c.keyMaterial is not null"
                + " order by c.account, c.region, c.id",
            String.class)
        .setParameter("account", account)
        .setParameter("region", region)
        .setParameter("after", after)
        .setMaxResults(limit)
        .getResultList();
  }

  /** Those of some certificates that are older than {@code since}, but have another key since. */
  List<String> replacedSince(Instant since, List<String> ids) {
    return entities
        .createQuery(
            "select c.id from Certificate c where c.id in :ids and c.createdAt < :since"
                + " and (c.issuedAt >= :since or c.importedAt >= :since)",
            String.class)
        .setParameter("ids", ids)
        .setParameter("since", since)
        .getResultList();
  }

  /** The ciphertexts of private keys as they are stored, by certificate. */
  Map<String, byte[]> ciphertexts(List<String> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    return entities
        .createQuery(
            "select c.id, c.privateKey from Certificate c"
                + " where c.id in :ids and c.privateKey is not null",
            Object[].class)
        .setParameter("ids", ids)
        .getResultStream()
        .collect(Collectors.toMap(row -> (String) row[0], row -> (byte[]) row[1]));
  }

  /** How much there is of something. */
  record Weight(long certificates, long associations) {}

  /** Where certificates are: an account in a Region. */
  record Home(String account, String region) {}
}
