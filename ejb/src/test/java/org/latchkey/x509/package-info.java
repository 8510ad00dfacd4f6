/** Tests of X.509. */
@NullMarked
package org.latchkey.x509;

import org.jspecify.annotations.NullMarked;
