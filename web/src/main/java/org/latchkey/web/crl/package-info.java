/**
 * Certificate revocation lists over HTTP (RFC 5280 section 4.2.1.13, RFC 2585), for everybody: at
 * {@code /crl/<authority>.crl} and below {@code /crl/<authority>/}.
 */
@NullMarked
package org.latchkey.web.crl;

import org.jspecify.annotations.NullMarked;
