package org.latchkey.coherence;

import java.util.List;

/**
 * An entity that caches hold something of. Its {@link jakarta.persistence.EntityListeners} must
 * name {@link CachedEntityListener}.
 */
public interface Cached {

  /** Under what names caches keep what depends on this entity, as it was read and as it is now. */
  List<String> subjects();
}
