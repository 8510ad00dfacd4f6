/**
 * The OCSP responder over HTTP, by POST and GET (RFC 6960 appendix A.1, RFC 5019), for everybody:
 * at {@code /ocsp/<authority>} for one authority, and at {@code /ocsp} for whichever a request
 * names.
 */
@NullMarked
package org.latchkey.web.ocsp;

import org.jspecify.annotations.NullMarked;
