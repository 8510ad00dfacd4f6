package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.authorities.SignedAnswer.SignedAnswerId;
import org.latchkey.x509.IssuerHash;
import org.latchkey.x509.OcspResponse.Status;

/** The OCSP answers that are kept in the database; each call in a transaction of its own. */
@ApplicationScoped
@Transactional(Transactional.TxType.REQUIRES_NEW)
class SignedAnswers {

  @Inject private EntityManager entities;

  /** Notes that somebody asks, and tells the answer that is there, where it says what is known. */
  Optional<KeptAnswer> ask(SignedAnswerId id, Status known, Instant now) {
    SignedAnswer answer = entities.find(SignedAnswer.class, id);
    if (answer == null) {
      return Optional.empty();
    }
    answer.ask(now);
    return answer.says(known.revokedAt()) ? Optional.of(answer.answer()) : Optional.empty();
  }

  /** Keeps an answer that somebody has asked for. */
  void keep(SignedAnswerId id, KeptAnswer signed, Status said) {
    SignedAnswer answer = entities.find(SignedAnswer.class, id);
    if (answer == null) {
      answer = new SignedAnswer(id, signed.thisUpdate());
      entities.persist(answer);
    }
    answer.ask(signed.thisUpdate());
    answer.sign(signed, said.revokedAt());
  }

  /** Keeps an answer that was signed anew, unless it has been forgotten meanwhile. */
  boolean renew(SignedAnswerId id, KeptAnswer signed, Status said) {
    SignedAnswer answer = entities.find(SignedAnswer.class, id);
    if (answer == null) {
      return false;
    }
    answer.sign(signed, said.revokedAt());
    return true;
  }

  /** Whether an answer is to be signed anew: it is due, and somebody has asked for it of late. */
  Wanted wanted(SignedAnswerId id, Instant now) {
    SignedAnswer answer = entities.find(SignedAnswer.class, id);
    if (answer == null || !answer.isDue(now)) {
      return Wanted.NOT_YET;
    }
    return answer.isForgotten(now) ? Wanted.NO_LONGER : Wanted.NOW;
  }

  /** What a stored answer needs. */
  enum Wanted {
    NOW,
    NOT_YET,
    NO_LONGER
  }

  void forget(SignedAnswerId id) {
    SignedAnswer answer = entities.find(SignedAnswer.class, id);
    if (answer != null) {
      entities.remove(answer);
    }
  }

  /** In the caller's transaction: what is kept of a certificate is to be signed anew. */
  @Transactional(Transactional.TxType.MANDATORY)
  List<SignedAnswerId> want(String authorityId, String serial, Instant now) {
    entities
        .createQuery(
            "update SignedAnswer a set a.dueAt = :now"
                + " where a.authorityId = :authorityId and a.serial = :serial")
        .setParameter("now", now)
        .setParameter("authorityId", authorityId)
        .setParameter("serial", serial)
        .executeUpdate();
    return entities
        .createQuery(
            "select a.issuerHash from SignedAnswer a"
                + " where a.authorityId = :authorityId and a.serial = :serial",
            IssuerHash.class)
        .setParameter("authorityId", authorityId)
        .setParameter("serial", serial)
        .getResultStream()
        .map(hash -> new SignedAnswerId(authorityId, serial, hash))
        .toList();
  }

  /** At most {@code limit} answers that are due, the most urgent first. */
  List<DueAnswer> due(Instant asOf, @Nullable DueAnswer after, int limit) {
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select a.authorityId, a.serial, a.issuerHash, a.dueAt from SignedAnswer a"
                + " where a.dueAt <= :asOf"
                + (after == null
                    ? ""
                    : " and (a.dueAt > :dueAt or (a.dueAt = :dueAt and (a.authorityId > :id"
                        + " or (a.authorityId = :id and (a.serial > :serial"
                        + " or (a.serial = :serial and a.issuerHash > :hash))))))")
                + " order by a.dueAt, a.authorityId, a.serial, a.issuerHash",
            Object[].class);
    if (after != null) {
      query
          .setParameter("dueAt", after.dueAt())
          .setParameter("id", after.authorityId())
          .setParameter("serial", after.serial())
          .setParameter("hash", after.issuerHash());
    }
    return query
        .setParameter("asOf", asOf)
        .setMaxResults(limit)
        .getResultStream()
        .map(
            row ->
                new DueAnswer(
                    (String) row[0], (String) row[1], (IssuerHash) row[2], (Instant) row[3]))
        .toList();
  }
}
