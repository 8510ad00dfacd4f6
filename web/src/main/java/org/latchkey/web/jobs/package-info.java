/**
 * Starting batch jobs, by a timer and by hand, and telling what became of them.
 *
 * <p>{@link org.latchkey.web.jobs.JobOperations} is the public API. It lives in the web module, as
 * the batch runtime ties a job to the module that started it: this one keeps its identity over
 * restarts of the server, and so may restart what it started before.
 *
 * <p>Always: a job runs at most once at a time, on whichever node, but for those that nodes share
 * or run for themselves, which run at most once on each; an execution that a killed server has left
 * is gone on with before the job is started anew.
 */
@NullMarked
package org.latchkey.web.jobs;

import org.jspecify.annotations.NullMarked;
