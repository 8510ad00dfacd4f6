package org.latchkey.keys;

/** A key's tag: key 1–128 characters, value 0–256. */
public record Tag(String tagKey, String tagValue) {}
