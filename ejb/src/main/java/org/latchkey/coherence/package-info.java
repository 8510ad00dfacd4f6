/**
 * Caches that are never out of date: what a request needs is answered from memory, and yet a change
 * that was acknowledged counts from the next request on, on every node.
 *
 * <p>{@link org.latchkey.coherence.CoherentCache} is for the features that read the same rows with
 * every request; {@link org.latchkey.coherence.Cached} is for the entities of which these rows are
 * made. Always: a node answers from its caches only while it holds a lease, in which it promises to
 * read the log of changes first; and whoever changes something is told that it is done only when
 * every node that holds a lease has read that change, or its lease has ended.
 *
 * @see <a href="https://doi.org/10.1145/74850.74870">C. Gray and D. Cheriton, Leases: an efficient
 *     fault-tolerant mechanism for distributed file cache consistency (1989)</a>
 */
@NullMarked
package org.latchkey.coherence;

import org.jspecify.annotations.NullMarked;
