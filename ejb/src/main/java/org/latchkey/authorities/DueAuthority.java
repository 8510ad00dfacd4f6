package org.latchkey.authorities;

import java.io.Serializable;
import java.time.Instant;

/**
 * A deleted authority that can't be restored any more.
 *
 * @param id its id
 * @param dueAt until when it could be restored
 */
public record DueAuthority(String id, Instant dueAt) implements Serializable {}
