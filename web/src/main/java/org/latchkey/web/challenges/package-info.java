/**
 * Files that show control of a name over HTTP, for everybody who knows theirs: the answers to a
 * public CA's HTTP-01 challenges (RFC 8555 section 8.3), at {@code
 * /.well-known/acme-challenge/<token>}, and what web servers redirect to for a validation by HTTP,
 * below {@code /.well-known/pki-validation/}.
 */
@NullMarked
package org.latchkey.web.challenges;

import org.jspecify.annotations.NullMarked;
