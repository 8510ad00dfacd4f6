package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.latchkey.shared.Arn;
import org.latchkey.shared.ServiceException;

/** Keys together with their relatives in other Regions. */
@ApplicationScoped
class MultiRegionKeys {

  @Inject private Keys keys;

  /** The key's metadata, its relatives included. */
  KeyMetadata describe(KeySnapshot key) {
    List<String> regions =
        key.multiRegion()
            ? keys.related(key.account(), key.keyId()).stream().map(Key::region).toList()
            : List.of();
    return KeyDescription.of(key, regions);
  }

  /** Whether a key, which has to be locked, is a primary key with replicas. */
  boolean hasReplicas(Key key) {
    return key.isMultiRegion()
        && key.isPrimary()
        && keys.related(key.account(), key.keyId()).size() > 1;
  }

  /**
   * The key and its relatives, kept from changing until the transaction ends.
   *
   * @throws ServiceException {@code NotFoundException} where the key has been deleted
   */
  Relatives lock(KeySnapshot key) {
    return lock(key.arn())
        .orElseThrow(
            () ->
                new ServiceException(KeyFault.NOT_FOUND, "Key '" + key.arn() + "' does not exist"));
  }

  /** As above; empty where the key has been deleted. */
  Optional<Relatives> lock(Arn arn) {
    String keyId = arn.resourceAfter("key/").orElseThrow();
    List<Key> all = keys.lockRelated(arn.account(), keyId);
    return Relatives.in(arn.region(), all).map(key -> new Relatives(key, all));
  }
}
