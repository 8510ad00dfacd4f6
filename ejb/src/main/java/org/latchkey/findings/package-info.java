/**
 * What should not stand where everyone may read it: e-mail addresses, keys, tokens, card numbers
 * and URLs with credentials in tags, names and descriptions.
 *
 * <p>Tags, names and descriptions are not encrypted, and show in lists, policies and the audit
 * trail. {@link org.latchkey.findings.FindingOperations} is the public API. Findings are made from
 * the trail's records, in the transaction that takes them over into the index: one of each,
 * whatever was killed when.
 *
 * <p>Always: a finding, like its line in the log, says what was found where, never the value.
 */
@NullMarked
package org.latchkey.findings;

import org.jspecify.annotations.NullMarked;
