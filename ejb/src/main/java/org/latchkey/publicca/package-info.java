/**
 * The client of a public CA that issues by ACME (RFC 8555): its account, orders, the answers to its
 * challenges, renewal information (RFC 9773) and revocation.
 *
 * <p>{@link org.latchkey.publicca.PublicAuthority} is what certificates are ordered through, {@link
 * org.latchkey.publicca.HttpChallenges} what the CA fetches over HTTP. Which CA it is, and how its
 * challenges are answered, is the operator's to set; without a directory there is none.
 *
 * <p>Always: the account's key is stored before the CA sees it, wrapped under the root key; no
 * transaction is open while the CA or the DNS is asked; asking the CA the same thing twice does no
 * harm, so that whoever was killed in between asks again.
 */
@NullMarked
package org.latchkey.publicca;

import org.jspecify.annotations.NullMarked;
