/**
 * Jakarta Batch jobs: each is an XML file in {@code META-INF/batch-jobs} with a reader that selects
 * what is to be done and a writer that does it through the product's public types.
 *
 * <p>{@link org.latchkey.batch.Job} names them, {@link org.latchkey.batch.Backlog} tells whether
 * one has anything to do, {@link org.latchkey.batch.JobLease} lets one node run it. Whoever starts
 * a job takes its lease first; the job keeps it.
 *
 * <p>A job that nodes share is divided into parts, each with a lease of its own, which a node takes
 * for a few items at a time: see {@link org.latchkey.batch.CertificatesToRenew}.
 *
 * <p>Always: every item has a transaction of its own, so that one that fails takes no other with
 * it; a reader selects only what is not yet done and passes over each item once, so a job ends
 * whatever its items do; to do an item twice is harmless, so a job that was killed can be
 * restarted.
 */
@NullMarked
package org.latchkey.batch;

import org.jspecify.annotations.NullMarked;
