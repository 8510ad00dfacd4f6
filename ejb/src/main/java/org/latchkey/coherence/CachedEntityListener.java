package org.latchkey.coherence;

import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Tells the caches of each change to a {@link Cached} entity. */
public class CachedEntityListener {

  /**
   * Set at the start: what the persistence provider injects depends on the thread that first asks.
   */
  private static final AtomicReference<@Nullable Coherence> COHERENCE = new AtomicReference<>();

  static void tell(Coherence coherence) {
    COHERENCE.set(coherence);
  }

  @PostPersist
  @PostUpdate
  @PostRemove
  void changed(Cached entity) {
    Coherence coherence = COHERENCE.get();
    if (coherence == null) {
      throw new IllegalStateException("an entity is changed before the caches can be told");
    }
    entity.subjects().forEach(coherence::changed);
  }
}
