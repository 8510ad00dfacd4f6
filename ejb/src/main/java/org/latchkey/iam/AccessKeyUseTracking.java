package org.latchkey.iam;

import jakarta.annotation.PreDestroy;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.identity.AccessKeyDirectory;

/**
 * Writes each access key's last use down, twice a minute and when the server stops. A server that
 * is killed forgets the uses of the last half minute.
 */
@Singleton
@Startup
@DependsOn("PersistenceUnit")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AccessKeyUseTracking {

  private static final Logger LOG = Logger.getLogger(AccessKeyUseTracking.class.getName());

  @Inject private AccessKeyUses uses;
  @Inject private AccessKeyDirectory accessKeys;

  @Schedule(hour = "*", minute = "*", second = "15/30", persistent = false)
  @PreDestroy
  void write() {
    Map<String, AccessKeyDirectory.Use> unwritten = uses.unwritten();
    if (unwritten.isEmpty()) {
      return;
    }
    try {
      accessKeys.noteUses(unwritten);
      uses.written(unwritten);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The access keys' last uses will be written down later", failure);
    }
  }
}
