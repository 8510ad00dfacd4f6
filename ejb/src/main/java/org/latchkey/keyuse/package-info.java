/**
 * What keys are for: encrypting, decrypting, making data keys, signing, verifying, and random
 * bytes.
 *
 * <p>{@link org.latchkey.keyuse.KeyUseOperations} is the public API, for the wire and for the
 * features that protect something of their own under a key.
 *
 * <p>Always: a key is used only after the caller has been authorised for the operation and its
 * encryption context; what cannot be decrypted fails in one way, whatever the cause, so that there
 * is no oracle; plaintext lives in {@link org.latchkey.crypto.SecretBytes}.
 */
@NullMarked
package org.latchkey.keyuse;

import org.jspecify.annotations.NullMarked;
