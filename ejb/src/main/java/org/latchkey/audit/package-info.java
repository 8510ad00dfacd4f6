/**
 * The trail: one record for every call, whether it was allowed, refused or malformed.
 *
 * <p>Every feature's operations are {@link org.latchkey.audit.Audited}; what is refused before it
 * reaches an operation is recorded by the edge that refused it, through {@link
 * org.latchkey.audit.Trail}. A record is one line of JSON with CloudTrail's field names in an
 * append-only file.
 *
 * <p>Always: a record is on stable storage before the reply it belongs to leaves; it holds no
 * plaintext, key material, passphrase or secret of any kind.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html">
 *     AWS CloudTrail User Guide, record contents</a>
 */
@NullMarked
package org.latchkey.audit;

import org.jspecify.annotations.NullMarked;
