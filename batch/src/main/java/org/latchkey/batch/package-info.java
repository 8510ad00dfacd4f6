/**
 * Jakarta Batch jobs. They reach the product through its public operations, as the system's caller.
 *
 * <p>Every job can be restarted after a kill: its readers select only what is not yet done, and to
 * do an item twice is harmless.
 */
@NullMarked
package org.latchkey.batch;

import org.jspecify.annotations.NullMarked;
