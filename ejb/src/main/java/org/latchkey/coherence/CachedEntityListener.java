package org.latchkey.coherence;

import jakarta.inject.Inject;
import jakarta.persistence.PostPersist;
import jakarta.persistence.PostRemove;
import jakarta.persistence.PostUpdate;

/** Tells the caches of each change to a {@link Cached} entity. */
public class CachedEntityListener {

  @Inject private Coherence coherence;

  @PostPersist
  @PostUpdate
  @PostRemove
  void changed(Cached entity) {
    entity.subjects().forEach(coherence::changed);
  }
}
