/**
 * Private certificate authorities: their keys and certificates, what they issue, and what they
 * revoke.
 *
 * <p>The public API are the {@code *Operations}, which are Private CA's; {@link
 * org.latchkey.authorities.RevocationFiles} and {@link org.latchkey.authorities.OcspResponder} for
 * relying parties; and what the jobs do: {@link org.latchkey.authorities.DueRevocationLists} and
 * {@link org.latchkey.authorities.DueAuthorityDeletions}.
 *
 * <p>Always: an authority's key is a KMS signing key that belongs to Private CA alone, and every
 * signature is made through KMS; nothing is signed that has not been prepared and linted; an issued
 * certificate is stored before it is returned; serial numbers are unique within an authority. A
 * revocation has the next number of its authority, and a list shows every one up to some number; a
 * list that is fetched shows each revocation that was acknowledged before, and so does each answer
 * of the responder, on every node; CRL numbers never go back.
 */
@NullMarked
package org.latchkey.authorities;

import org.jspecify.annotations.NullMarked;
