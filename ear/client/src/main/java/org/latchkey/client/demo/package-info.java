/**
 * The demo: the private-key flow, from a private certificate authority to the refused {@code
 * Decrypt}, told step by step to someone who sees it for the first time.
 *
 * <p>{@link org.latchkey.client.demo.Demo} is for the launcher; each step is a class. Always holds:
 * the demo reaches the server through its public interfaces alone and believes nothing, each line
 * that it prints with a tick has been checked; the first check that fails ends it.
 */
@NullMarked
package org.latchkey.client.demo;

import org.jspecify.annotations.NullMarked;
