package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys with imported material that has expired. No use of a key takes it from that moment on,
 * since each asks the clock; what is left to do is to take the bytes out of the database.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys-import-key-material.html#importing-keys-expiration">AWS
 *     KMS Developer Guide, Setting an expiration time</a>
 */
@ApplicationScoped
@Transactional
public class DueExpiries {

  @Inject private Keys keys;
  @Inject private KeyEvents events;
  @Inject private Clock clock;

  /**
   * At most {@code limit} keys with expired material, the most urgent first.
   *
   * @param asOf the time at which it must have expired
   * @param after the last one that is known already; null for the first page
   */
  public List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
    return keys.expiryDue(asOf, after, limit);
  }

  /**
   * Removes what has expired of a key's material, in a transaction of its own, and puts it on
   * record as {@code DeleteExpiredKeyMaterial}.
   *
   * @return whether anything had
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean remove(String arn) {
    Key key = keys.lock(arn).orElse(null);
    if (key == null) {
      return false;
    }
    events.authorize("DeleteExpiredKeyMaterial", key);
    if (!key.eraseExpired(clock.instant())) {
      return false;
    }
    keys.flush();
    events.record("DeleteExpiredKeyMaterial", key);
    return true;
  }
}
