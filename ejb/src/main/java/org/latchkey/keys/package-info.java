/**
 * KMS keys: their material, state, policy, aliases and tags.
 *
 * <p>{@link org.latchkey.keys.KeyOperations} and {@link org.latchkey.keys.AliasOperations} are the
 * public API. Features that use keys ask {@link org.latchkey.keys.KeyRing} for a {@link
 * org.latchkey.keys.KeySnapshot}, which resolves every form of key identifier and authorises the
 * use in one step.
 *
 * <p>Always: a key's material is stored wrapped under the root key, bound to the key's id and the
 * material's number; older material is kept for as long as the key, so everything ever encrypted
 * under it still decrypts; a Region has at most one key of an id; an alias names one key of its own
 * account and Region.
 */
@NullMarked
package org.latchkey.keys;

import org.jspecify.annotations.NullMarked;
