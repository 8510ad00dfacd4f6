package org.latchkey.keys;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.shared.Arn;

/**
 * Writes each key's last use down, twice a minute and when the server stops: one row for each key
 * that this node has used since. A server that is killed forgets the uses of the last half minute.
 */
@Singleton
@Startup
@DependsOn("PersistenceUnit")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class KeyUseTracking {

  private static final Logger LOG = Logger.getLogger(KeyUseTracking.class.getName());

  @Inject private KeyUses uses;
  @Inject private Writing writing;

  @Schedule(hour = "*", minute = "*", second = "*/30", persistent = false)
  @PreDestroy
  void write() {
    Map<String, KeyUse> unwritten = uses.unwritten();
    if (unwritten.isEmpty()) {
      return;
    }
    try {
      writing.write(unwritten);
      uses.written(unwritten);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The keys' last uses will be written down later", failure);
    }
  }

  /** Writes last uses in a transaction of its own. */
  @ApplicationScoped
  static class Writing {

    @Inject private Keys keys;
    @Inject private LastUsages lastUsages;

    /**
     * In the order of the rows, as another node may be at it as well. The use of a key that is gone
     * is left out.
     */
    @Transactional(Transactional.TxType.REQUIRES_NEW)
    void write(Map<String, KeyUse> uses) {
      Map<Long, KeyUse> byRow = new TreeMap<>();
      uses.forEach(
          (arn, use) -> {
            Arn key = Arn.parse(arn).orElseThrow();
            key.resourceAfter("key/")
                .flatMap(id -> keys.rowId(key.region(), id))
                .ifPresent(row -> byRow.put(row, use));
          });
      byRow.forEach(lastUsages::note);
    }
  }
}
