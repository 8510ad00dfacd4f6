package org.latchkey.keys;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Whether imported key material expires. */
public enum ExpirationModel {
  KEY_MATERIAL_EXPIRES,
  KEY_MATERIAL_DOES_NOT_EXPIRE;

  /** That of material that expires then; null for never. */
  static ExpirationModel of(@Nullable Instant expiry) {
    return expiry == null ? KEY_MATERIAL_DOES_NOT_EXPIRE : KEY_MATERIAL_EXPIRES;
  }
}
