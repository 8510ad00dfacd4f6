/**
 * How fast the server is, measured beside what the same machine can do at most: with {@code wrk},
 * over HTTP, everything on that is always on. Not part of the tests; see {@code docs/benchmarks.md}
 * for the command.
 */
@NullMarked
package org.latchkey.benchmarks;

import org.jspecify.annotations.NullMarked;
