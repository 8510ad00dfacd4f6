/**
 * The answers to a public CA's HTTP-01 challenges (RFC 8555 section 8.3), for everybody: at {@code
 * /.well-known/acme-challenge/<token>}.
 */
@NullMarked
package org.latchkey.web.challenges;

import org.jspecify.annotations.NullMarked;
