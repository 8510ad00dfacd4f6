/**
 * KMS keys: their material, state, policy, aliases and tags; custom key stores.
 *
 * <p>{@link org.latchkey.keys.KeyOperations}, {@link org.latchkey.keys.KeyPolicyOperations}, {@link
 * org.latchkey.keys.RotationOperations}, {@link org.latchkey.keys.ImportOperations}, {@link
 * org.latchkey.keys.ReplicationOperations}, {@link org.latchkey.keys.AliasOperations}, {@link
 * org.latchkey.keys.TagOperations}, {@link org.latchkey.keys.UsageOperations} and {@link
 * org.latchkey.keys.CustomKeyStoreOperations} are the public API; {@link
 * org.latchkey.keys.DueRotations}, {@link org.latchkey.keys.DueDeletions} and {@link
 * org.latchkey.keys.DueExpiries} are what jobs do when its time has come. Features that use keys
 * ask {@link org.latchkey.keys.KeyRing} for a {@link org.latchkey.keys.KeySnapshot}, which resolves
 * every form of key identifier and authorises the use in one step.
 *
 * <p>Always: a key's material is stored wrapped under the root key, bound to the key's id and the
 * material's number, or is in the token of a custom key store and nowhere else; older material is
 * kept for as long as the key, so everything ever encrypted under it still decrypts, save that what
 * was imported can be deleted and can expire, and then has to be imported again; a Region has at
 * most one key of an id, and keys of one id in several Regions have the same materials under the
 * same numbers; an alias names one key of its own account and Region.
 */
@NullMarked
package org.latchkey.keys;

import org.jspecify.annotations.NullMarked;
