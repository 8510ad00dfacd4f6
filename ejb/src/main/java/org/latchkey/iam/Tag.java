package org.latchkey.iam;

/** A tag of a user, a role, a policy, a device, a provider or a session. */
public record Tag(String key, String value) {}
