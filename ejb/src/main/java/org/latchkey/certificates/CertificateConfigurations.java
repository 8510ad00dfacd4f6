package org.latchkey.certificates;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;

/** What accounts have set for their certificates. */
@ApplicationScoped
class CertificateConfigurations {

  @Inject private EntityManager entities;

  /** What an account has set, or would have where it has set nothing. */
  CertificateConfiguration of(String account, String region) {
    CertificateConfiguration found =
        entities.find(
            CertificateConfiguration.class, new CertificateConfiguration.Home(account, region));
    return found == null ? new CertificateConfiguration(account, region) : found;
  }

  /** Writes what an account has set, now. */
  void save(CertificateConfiguration configuration) {
    entities.merge(configuration);
    entities.flush();
  }
}
