package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/**
 * Removes imported material that has expired. It cannot be used from the moment of its expiry,
 * which every use asks the clock about; this takes the bytes out of the database.
 */
@ApplicationScoped
@Transactional
public class ImportedMaterialExpiry {

  @Inject private Keys keys;
  @Inject private Clock clock;

  /**
   * At most {@code limit} row ids, above {@code after} and in their order, of keys with material
   * that has expired and is still there.
   */
  public List<Long> due(long after, int limit) {
    return keys.withExpiredMaterial(clock.instant(), after, limit);
  }

  /**
   * Removes what has expired of a key's material.
   *
   * @return whether anything had
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean remove(long keyRow) {
    Instant now = clock.instant();
    return keys.lock(keyRow).map(key -> key.eraseExpired(now)).orElse(false);
  }
}
