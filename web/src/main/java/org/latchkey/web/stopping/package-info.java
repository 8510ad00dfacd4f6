/** The server's end, as those see it who have something asked just then. */
@NullMarked
package org.latchkey.web.stopping;

import org.jspecify.annotations.NullMarked;
