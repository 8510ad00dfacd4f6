package org.latchkey.keys;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A key and its relatives: of a multi-Region key those in all Regions, of another key itself alone.
 * Locked together, always in the order of their rows, so that what they share changes at once.
 *
 * @param key the key that is asked about
 * @param all the key among its relatives
 */
record Relatives(Key key, List<Key> all) {

  /** The others. */
  Stream<Key> others() {
    return all.stream().filter(each -> each != key);
  }

  /** The one in a Region. */
  Optional<Key> in(String region) {
    return in(region, all);
  }

  static Optional<Key> in(String region, List<Key> all) {
    return all.stream().filter(each -> each.region().equals(region)).findFirst();
  }
}
