package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names of which control is to be shown, or has been. */
@ApplicationScoped
class NameValidations {

  @Inject private EntityManager entities;
  @Inject private ApprovalTokens tokens;

  /** Adds names to a certificate that has just been added. */
  void add(List<NameValidation> validations) {
    // The names' rows refer to the certificate's, which the provider does not know.
    entities.flush();
    validations.forEach(entities::persist);
  }

  /** Those of a certificate, in the order of its request. */
  List<NameValidation> of(String certificateId) {
    return entities
        .createQuery(
            "select v from NameValidation v where v.certificateId = :certificateId"
                + " order by v.place",
            NameValidation.class)
        .setParameter("certificateId", certificateId)
        .getResultList();
  }

  Optional<NameValidation> find(String id) {
    return Optional.ofNullable(entities.find(NameValidation.class, id));
  }

  /** At most {@code limit} ids of names whose mail is to be sent, the longest due first. */
  List<String> mailDue(Instant now, int limit) {
    return entities
        .createQuery(
            "select v.id from NameValidation v where v.mailDueAt <= :now"
                + " order by v.mailDueAt, v.id",
            String.class)
        .setParameter("now", now)
        .setMaxResults(limit)
        .getResultList();
  }

  /** The proof that web servers show in this file. */
  Optional<HttpProof> proof(String file) {
    return entities
        .createQuery(
            "select v from NameValidation v where v.recordName = :file", NameValidation.class)
        .setParameter("file", file)
        .setMaxResults(1)
        .getResultStream()
        .flatMap(validation -> Stream.ofNullable(validation.proof()))
        .findFirst();
  }

  void removeOf(String certificateId) {
    List<NameValidation> all = of(certificateId);
    all.forEach(validation -> tokens.removeOf(validation.id()));
    all.forEach(entities::remove);
    entities.flush();
  }
}
