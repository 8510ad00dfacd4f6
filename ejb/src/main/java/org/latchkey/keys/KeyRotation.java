package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import org.latchkey.crypto.KeySpec;
import org.latchkey.shared.ServiceException;

/**
 * Gives symmetric keys new material. Everything under older material still decrypts: a ciphertext
 * names the material it is under, and none is taken away.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html">AWS KMS
 *     Developer Guide, Rotate AWS KMS keys</a>
 */
@ApplicationScoped
class KeyRotation {

  static final int DEFAULT_PERIOD = 365;

  private static final int MOST_ON_DEMAND = 25;

  @Inject private KeyCreation creation;
  @Inject private Keys keys;
  @Inject private Clock clock;

  /**
   * Refuses keys whose material is never rotated by itself.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for asymmetric and HMAC keys,
   *     imported material and custom key stores
   */
  static void requireAutomatic(KeySnapshot key) {
    requireSymmetric(key);
    if (key.origin() != Origin.AWS_KMS) {
      throw unsupportedOrigin(key);
    }
  }

  /**
   * Refuses keys whose material is never rotated at all.
   *
   * @throws ServiceException {@code UnsupportedOperationException} for asymmetric and HMAC keys and
   *     custom key stores
   */
  static void requireRotatable(KeySnapshot key) {
    requireSymmetric(key);
    if (key.origin() != Origin.AWS_KMS && key.origin() != Origin.EXTERNAL) {
      throw unsupportedOrigin(key);
    }
  }

  private static void requireSymmetric(KeySnapshot key) {
    if (key.spec() != KeySpec.SYMMETRIC_DEFAULT) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION,
          key.arn() + " key spec is " + key.spec() + " which is not valid for this operation.");
    }
  }

  private static ServiceException unsupportedOrigin(KeySnapshot key) {
    return new ServiceException(
        KeyFault.UNSUPPORTED_OPERATION,
        key.arn() + " origin is " + key.origin() + " which is not valid for this operation.");
  }

  /**
   * Refuses replicas, which are rotated with their primary key.
   *
   * @throws ServiceException {@code UnsupportedOperationException}
   */
  static void requirePrimary(KeySnapshot key) {
    if (key.multiRegion() && !key.isMultiRegionPrimary()) {
      throw new ServiceException(
          KeyFault.UNSUPPORTED_OPERATION,
          key.arn() + " is a replica key: its rotation is the primary key's.");
    }
  }

  /**
   * Rotates a key, and its relatives with it, because somebody asks for it; its schedule stays as
   * it is.
   *
   * @throws ServiceException {@code LimitExceededException} above 25 times; {@code
   *     KMSInvalidStateException} where no imported material is waiting for it
   */
  void onDemand(Relatives relatives) {
    Key key = relatives.key();
    if (key.onDemandRotations() >= MOST_ON_DEMAND) {
      throw new ServiceException(
          KeyFault.LIMIT_EXCEEDED,
          key.arn() + " has been rotated on demand " + MOST_ON_DEMAND + " times already.");
    }
    if (key.origin() == Origin.EXTERNAL) {
      takeImported(relatives);
    } else {
      rotate(relatives, RotationType.ON_DEMAND);
    }
  }

  /** Rotates a key whose rotation is due with its relatives, and sets the date of the next one. */
  void scheduled(Relatives relatives) {
    rotate(relatives, RotationType.AUTOMATIC);
    relatives.all().forEach(each -> each.skipToNextRotation(clock.instant()));
  }

  private void rotate(Relatives relatives, RotationType type) {
    Material fresh = creation.addMaterial(relatives.key(), KeySpec.SYMMETRIC_DEFAULT);
    fresh.rotatedIn(type, clock.instant());
    relatives.others().forEach(other -> other.makeCurrent(other.addCopy(fresh)));
    keys.flush();
  }

  private void takeImported(Relatives relatives) {
    Instant now = clock.instant();
    if (!relatives.all().stream().allMatch(each -> each.hasPendingMaterial(now))) {
      throw new ServiceException(
          KeyFault.INVALID_STATE,
          relatives.key().arn()
              + " has no key material that is pending rotation in all of its Regions.");
    }
    for (Key each : relatives.all()) {
      Material pending = each.pendingMaterial().orElseThrow();
      pending.rotatedIn(RotationType.ON_DEMAND, now);
      each.makeCurrent(pending);
    }
    keys.flush();
  }
}
