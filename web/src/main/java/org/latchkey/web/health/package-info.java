/** Readiness and liveness, at {@code /health/ready} and {@code /health/live}. */
@NullMarked
package org.latchkey.web.health;

import org.jspecify.annotations.NullMarked;
