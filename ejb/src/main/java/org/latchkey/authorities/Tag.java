package org.latchkey.authorities;

import org.jspecify.annotations.Nullable;

/** An authority's tag: key 1–128 characters, value 0–256. */
public record Tag(String key, @Nullable String value) {}
