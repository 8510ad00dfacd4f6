package org.latchkey.keys;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.KeyMaterial;

/** The unwrapped generations of one key's material, kept until this is closed. */
final class OpenMaterials implements AutoCloseable {

  private final Map<Integer, KeyMaterial> materials = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * A generation, opened by {@code loader} where it is not open yet.
   *
   * @return the caller's to close; it stays usable until then, even where this is closed before
   */
  KeyMaterial get(int number, Supplier<KeyMaterial> loader) {
    @Nullable KeyMaterial known = materials.get(number);
    if (known != null && known.hold()) {
      return known;
    }
    KeyMaterial loaded = loader.get();
    if (!closed && loaded.hold() && materials.putIfAbsent(number, loaded) != null) {
      loaded.close();
    }
    if (closed) {
      close();
    }
    return loaded;
  }

  /** Lets go of every generation; it is zeroed when its last user is done. */
  @Override
  public void close() {
    closed = true;
    for (Integer number : List.copyOf(materials.keySet())) {
      @Nullable KeyMaterial removed = materials.remove(number);
      if (removed != null) {
        removed.close();
      }
    }
  }
}
