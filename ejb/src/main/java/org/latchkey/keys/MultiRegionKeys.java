package org.latchkey.keys;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** What is to be said of a key together with its relatives in other Regions. */
@ApplicationScoped
class MultiRegionKeys {

  @Inject private Keys keys;

  /** The key's metadata, its relatives included. */
  KeyMetadata describe(KeySnapshot key) {
    List<String> regions =
        key.multiRegion() ? keys.related(key).stream().map(Key::region).toList() : List.of();
    return KeyDescription.of(key, regions);
  }
}
