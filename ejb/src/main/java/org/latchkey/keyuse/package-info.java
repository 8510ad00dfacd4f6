/**
 * What keys are for: encrypting and decrypting, data keys and data key pairs, signatures, MACs, key
 * agreement, key encapsulation, and random bytes, one {@code *Operations} class each.
 *
 * <p>These are the public API, for the wire and for the features that protect something of their
 * own under a key. Each begins with the one step that {@link org.latchkey.keyuse.KeyAccess} takes.
 *
 * <p>Always: a key is used only after the caller has been authorised for the operation and its
 * encryption context; what cannot be decrypted fails in one way, whatever the cause, so that there
 * is no oracle; a dry run fails as the request itself would, and else says so; plaintext lives in
 * {@link org.latchkey.crypto.SecretBytes}.
 */
@NullMarked
package org.latchkey.keyuse;

import org.jspecify.annotations.NullMarked;
