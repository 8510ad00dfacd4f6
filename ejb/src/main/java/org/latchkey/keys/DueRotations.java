package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Arn;

/**
 * The keys whose automatic rotation is due. Asking twice does no harm: a key that has been rotated
 * is left alone until its next date.
 */
@ApplicationScoped
@Transactional
public class DueRotations {

  @Inject private Keys keys;
  @Inject private MultiRegionKeys multiRegionKeys;
  @Inject private KeyRotation rotation;
  @Inject private KeyEvents events;
  @Inject private Clock clock;

  /**
   * At most {@code limit} keys whose rotation is due, the most urgent first. Disabled keys and
   * those that are to be deleted are not among them.
   *
   * @param asOf the time at which it must be due
   * @param after the last one that is known already; null for the first page
   */
  public List<DueKey> due(Instant asOf, @Nullable DueKey after, int limit) {
    return keys.rotationDue(asOf, after, limit);
  }

  /**
   * Rotates a key where that is due, its replicas with it, in a transaction of its own, and puts it
   * on record as {@code RotateKey}.
   *
   * @return whether it was due
   */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public boolean rotate(String arn) {
    Relatives relatives = Arn.parse(arn).flatMap(multiRegionKeys::lock).orElse(null);
    if (relatives == null || !relatives.key().rotationDue(clock.instant())) {
      return false;
    }
    events.authorize("RotateKey", relatives.key());
    rotation.scheduled(relatives);
    events.record("RotateKey", relatives.key());
    return true;
  }
}
