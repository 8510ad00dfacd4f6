/**
 * Where a request ends, and so where the next one on its connection begins: whatever leaves that in
 * doubt is refused, and the connection closed (RFC 9112, sections 6.1 and 6.3).
 */
@NullMarked
package org.latchkey.web.framing;

import org.jspecify.annotations.NullMarked;
