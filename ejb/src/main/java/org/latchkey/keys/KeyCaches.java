package org.latchkey.keys;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
import org.latchkey.crypto.KeyMaterial;

/** What every use of a key needs to know of it, in memory. */
@ApplicationScoped
class KeyCaches {

  private static final int KEYS = 20_000;
  private static final int NAMES = 2 * KEYS;

  /** Material is unwrapped secrets: no more of it lies in memory than is in use. */
  private static final int OPEN_KEYS = 2_000;

  @Inject private Coherence coherence;
  @Inject private Clock clock;

  private CoherentCache<Long> rows;
  private CoherentCache<KeySnapshot> snapshots;
  private CoherentCache<OpenMaterials> materials;
  private CoherentCache<byte[]> publicKeys;

  @PostConstruct
  void make() {
    rows = coherence.cache(NAMES, row -> {});
    snapshots = coherence.cache(KEYS, snapshot -> {});
    materials = coherence.cache(OPEN_KEYS, OpenMaterials::close);
    publicKeys = coherence.cache(OPEN_KEYS, publicKey -> {});
  }

  /** On what a key's row id depends that is found by the key's id. */
  static String subjectOfId(String region, String keyId) {
    return "key-id/" + region + '/' + keyId;
  }

  /** On what a key's row id depends that is found by an alias. */
  static String subjectOfAlias(String account, String region, String name) {
    return "key-alias/" + account + '/' + region + '/' + name;
  }

  /** On what everything depends that is known of a key. */
  static String subjectOf(long keyRow) {
    return "key/" + keyRow;
  }

  /** What tells of every change to a key. */
  static List<String> subjectsOf(long keyRow, String region, String keyId) {
    return List.of(subjectOf(keyRow), subjectOfId(region, keyId));
  }

  Optional<Long> row(String subject, Supplier<Optional<Long>> loader) {
    return rows.find(subject, loader);
  }

  /**
   * A key as it stands. In a custom key store its state depends on that store's, and on whether
   * this node reaches it: such a key is read anew each time.
   */
  Optional<KeySnapshot> snapshot(long keyRow, Supplier<Optional<KeySnapshot>> loader) {
    return snapshots
        .find(subjectOf(keyRow), loader)
        .flatMap(known -> stays(known) ? Optional.of(known) : read(loader));
  }

  /** Whether only transactions change it: the clock lets imported material expire. */
  private boolean stays(KeySnapshot known) {
    return known.customKeyStore() == null && known.holdsAt(clock.instant());
  }

  /** Reads past the caches. */
  <T> T read(Supplier<T> reader) {
    return coherence.read(reader);
  }

  /** The public half of a key that has one. */
  Optional<byte[]> publicKey(long keyRow, Supplier<Optional<byte[]>> loader) {
    return publicKeys.find(subjectOf(keyRow), loader).map(byte[]::clone);
  }

  /**
   * A generation of a key's material.
   *
   * @return the material, the caller's to close
   */
  KeyMaterial material(long keyRow, int number, Supplier<KeyMaterial> loader) {
    return materials
        .find(subjectOf(keyRow), () -> Optional.of(new OpenMaterials()))
        .map(open -> open.get(number, () -> coherence.read(loader)))
        .orElseGet(loader);
  }
}
