package org.latchkey.keys;

import org.latchkey.shared.Arn;

/**
 * A key is about to be deleted, in the transaction that this is told in: whoever keeps rows that
 * refer to the key's row deletes them now.
 *
 * @param rowId the key's row
 * @param key the key's ARN
 */
public record KeyDeleted(long rowId, Arn key) {}
