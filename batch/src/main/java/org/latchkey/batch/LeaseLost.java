package org.latchkey.batch;

/** Another node has taken the job over, because this one did not go on for longer than a lease. */
final class LeaseLost extends Exception {

  LeaseLost(String jobId) {
    super("Another node runs " + jobId);
  }
}
