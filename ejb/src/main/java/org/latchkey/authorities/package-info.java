/**
 * Private certificate authorities: their keys, certificates and the certificates they issue.
 *
 * <p>{@link org.latchkey.authorities.AuthorityOperations} is the public API, Private CA's.
 *
 * <p>Always: an authority's key is a KMS signing key that belongs to Private CA alone, and every
 * signature is made through KMS; nothing is signed that has not been prepared and linted; an issued
 * certificate is stored before it is returned; serial numbers are unique within an authority.
 */
@NullMarked
package org.latchkey.authorities;

import org.jspecify.annotations.NullMarked;
