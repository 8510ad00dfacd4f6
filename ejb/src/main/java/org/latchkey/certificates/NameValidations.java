package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.List;

/** The names of which control is to be shown, or has been. */
@ApplicationScoped
class NameValidations {

  @Inject private EntityManager entities;

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

  void removeOf(String certificateId) {
    of(certificateId).forEach(entities::remove);
    entities.flush();
  }
}
