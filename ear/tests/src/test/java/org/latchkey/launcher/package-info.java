/** What the container tests put in the launcher's place. */
@NullMarked
package org.latchkey.launcher;

import org.jspecify.annotations.NullMarked;
