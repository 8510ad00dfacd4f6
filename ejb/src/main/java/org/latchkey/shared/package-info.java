/**
 * Words that every feature speaks: ARNs, callers, faults and pages.
 *
 * <p>Everything may use this package; it uses nothing of Latchkey's. All of its types are immutable
 * and safe to share between threads. None of them holds a secret.
 */
@NullMarked
package org.latchkey.shared;

import org.jspecify.annotations.NullMarked;
