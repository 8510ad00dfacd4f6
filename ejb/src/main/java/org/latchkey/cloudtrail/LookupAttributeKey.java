package org.latchkey.cloudtrail;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** By what events can be looked up, spelled as on the wire; and {@code Any} for all of them. */
public enum LookupAttributeKey {
  EventId,
  EventName,
  ReadOnly,
  Username,
  ResourceType,
  ResourceName,
  EventSource,
  AccessKeyId,
  /** Every event; not on the wire. */
  Any;

  private static final Map<String, LookupAttributeKey> ON_THE_WIRE =
      Arrays.stream(values())
          .filter(key -> key != Any)
          .collect(Collectors.toUnmodifiableMap(Enum::name, key -> key));

  /** The key that is spelled so. */
  static Optional<LookupAttributeKey> named(String name) {
    return Optional.ofNullable(ON_THE_WIRE.get(name));
  }
}
