/**
 * Idempotency tokens: two requests with one token, at the same moment and on whatever nodes, come
 * one after the other, so that the second finds what the first has made.
 *
 * <p>For features whose operations take such tokens; they keep the tokens themselves, with what was
 * made. It uses nothing of Latchkey's.
 */
@NullMarked
package org.latchkey.tokens;

import org.jspecify.annotations.NullMarked;
