package org.latchkey.crypto;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Two keys of each spec, made once for all tests that do not close them: RSA keys take seconds. */
final class TestKeys {

  private static final Map<KeySpec, KeyMaterial> ONE = new ConcurrentHashMap<>();
  private static final Map<KeySpec, KeyMaterial> ANOTHER = new ConcurrentHashMap<>();

  private TestKeys() {}

  static KeyMaterial one(KeySpec spec) {
    return ONE.computeIfAbsent(spec, KeyMaterial::generate);
  }

  static KeyMaterial another(KeySpec spec) {
    return ANOTHER.computeIfAbsent(spec, KeyMaterial::generate);
  }
}
