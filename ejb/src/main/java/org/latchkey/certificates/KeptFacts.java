package org.latchkey.certificates;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.x509.X509Exception;

/**
 * Reads, after a start, the certificates whose facts are not kept yet: those of a database that an
 * older server has written.
 */
@Singleton
@Startup
@DependsOn("SchemaMigration")
@TransactionManagement(TransactionManagementType.BEAN)
public class KeptFacts {

  private static final Logger LOG = Logger.getLogger(KeptFacts.class.getName());
  private static final int BATCH = 100;

  @Inject private Rows rows;

  @Resource private ManagedExecutorService executor;

  @PostConstruct
  void start() {
    executor.execute(this::complete);
  }

  private void complete() {
    String last = "";
    List<String> ids;
    do {
      ids = rows.complete(last, BATCH);
      if (!ids.isEmpty()) {
        last = ids.get(ids.size() - 1);
      }
    } while (!ids.isEmpty());
  }

  /** Completes some rows, in a transaction of their own. */
  @ApplicationScoped
  static class Rows {

    @Inject private Certificates certificates;

    /** Those that were completed. */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    List<String> complete(String after, int limit) {
      List<String> ids = certificates.withoutFacts(after, limit);
      ids.forEach(id -> certificates.lock(id).ifPresent(Rows::keep));
      return ids;
    }

    private static void keep(Certificate certificate) {
      String pem = certificate.certificate();
      try {
        if (pem != null) {
          certificate.keep(CertificateFacts.of(pem));
        }
      } catch (X509Exception unreadable) {
        LOG.log(Level.WARNING, unreadable, () -> certificate.arn() + " cannot be read");
      }
    }
  }
}
