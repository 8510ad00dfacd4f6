/**
 * Grants: permission to use one key, given to one principal, that can be given and taken at any
 * time without touching a policy.
 *
 * <p>{@link org.latchkey.grants.GrantOperations} is the public API; {@code GrantPermissions}
 * contributes grants to every authorisation.
 *
 * <p>Always: a grant has exactly one grantee; it allows nothing outside its constraints; a grant
 * made through a grant allows no more than that one; a grant that is retired or revoked counts for
 * nothing from the next request on, on every node.
 *
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/grants.html">AWS KMS
 *     Developer Guide, Grants in AWS KMS</a>
 */
@NullMarked
package org.latchkey.grants;

import org.jspecify.annotations.NullMarked;
