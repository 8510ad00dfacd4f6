package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;

/**
 * The keys whose waiting period before deletion has passed. Asking twice does no harm: what is gone
 * is gone, and a key whose deletion has been cancelled is left alone.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html">AWS KMS
 *     Developer Guide, Delete an AWS KMS key</a>
 */
@ApplicationScoped
@Transactional
public class DueDeletions {

  @Inject private Keys keys;
  @Inject private MultiRegionKeys multiRegionKeys;
  @Inject private Aliases aliases;
  @Inject private LastUsages lastUsages;
  @Inject private TokenKeys tokenKeys;
  @Inject private KeyEvents events;
  @Inject private Event<KeyDeleted> deletions;
  @Inject private Clock clock;

  /**
   * At most {@code limit} keys whose deletion is due, the most urgent first.
   *
   * @param asOf the time at which it must be due
   * @param after the last one that is known already; null for the first page
   */
  public List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
    return keys.deletionDue(asOf, after, limit);
  }

  /**
   * Deletes a key where that is due, in a transaction of its own: the key, all of its material, its
   * aliases, tags and grants. Put on record as {@code DeleteKey}. There is no way back.
   *
   * @return whether it was due
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean delete(String arn) {
    Relatives relatives = Arn.parse(arn).flatMap(multiRegionKeys::lock).orElse(null);
    if (relatives == null || !relatives.key().deletionDue(clock.instant())) {
      return false;
    }
    Key key = relatives.key();
    events.authorize("DeleteKey", key);
    tokenKeys.destroyAfterCommit(key);
    deletions.fire(new KeyDeleted(key.rowId(), key.arn()));
    aliases.removeAllOf(key.rowId());
    lastUsages.forget(key.rowId());
    keys.remove(key);
    keys.flush();
    events.record("DeleteKey", key);
    if (relatives.others().allMatch(Key::isPrimary)) {
      // the last replica is gone: the primary key, where it is to be deleted as well, waits from
      // now
      relatives.others().forEach(primary -> primary.beginWaitingPeriod(clock.instant()));
    }
    return true;
  }
}
