package org.latchkey.cloudtrail;

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
  Any
}
