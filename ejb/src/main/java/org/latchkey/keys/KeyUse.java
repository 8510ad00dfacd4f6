package org.latchkey.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A successful cryptographic operation with a key.
 *
 * @param operation for example {@code GenerateDataKey}
 * @param eventId the id of its record in the audit trail
 */
record KeyUse(String operation, Instant at, String eventId, @Nullable String requestId) {

  /** The later of two; either may be absent. */
  static @Nullable KeyUse later(@Nullable KeyUse one, @Nullable KeyUse other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return other.at().isBefore(one.at()) ? one : other;
  }
}
