/**
 * Leases: who of several nodes does what only one should do.
 *
 * <p>A lease is a row in the database, held for a time and renewed by its holder. It decides who
 * works, not whether the work is right: whatever runs under a lease must stay correct when two do
 * it at once, as they may where clocks differ or a holder was stopped for longer than its lease.
 */
@NullMarked
package org.latchkey.leases;

import org.jspecify.annotations.NullMarked;
