package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;

/** The OCSP responders of authorities. */
@ApplicationScoped
class ResponderCertificates {

  @Inject private EntityManager entities;

  Optional<ResponderCertificate> find(String authorityId) {
    return Optional.ofNullable(entities.find(ResponderCertificate.class, authorityId));
  }

  void add(ResponderCertificate responder) {
    entities.persist(responder);
  }

  /** The authorities whose key has this SHA-1 or SHA-256 hash, in hexadecimal. */
  List<String> authoritiesOfKey(String hash) {
    return entities
        .createQuery(
            "select a.id from Authority a where a.keyHashSha1 = :hash or a.keyHashSha256 = :hash"
                + " order by a.id",
            String.class)
        .setParameter("hash", hash)
        .getResultList();
  }
}
