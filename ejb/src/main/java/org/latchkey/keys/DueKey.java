package org.latchkey.keys;

import java.io.Serializable;
import java.time.Instant;

/**
 * A key to which something is to be done.
 *
 * @param rowId its row; of two that are due at the same moment, the lower one comes first
 * @param arn the key's ARN
 * @param dueAt since when it is to be done
 */
public record DueKey(long rowId, String arn, Instant dueAt) implements Serializable {}
