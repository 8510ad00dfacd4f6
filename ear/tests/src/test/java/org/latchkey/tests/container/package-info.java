/** Tests that run inside the container, in a web module added to the archive that is shipped. */
@NullMarked
package org.latchkey.tests.container;

import org.jspecify.annotations.NullMarked;
