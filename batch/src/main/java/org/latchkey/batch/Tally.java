package org.latchkey.batch;

import jakarta.batch.runtime.context.JobContext;
import jakarta.batch.runtime.context.StepContext;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often a job's items ended in which way, for example {@code Renewed} 3. It is kept with each
 * checkpoint and goes on after a restart.
 */
final class Tally {

  private final TreeMap<String, Long> counts = new TreeMap<>();

  /** Goes on from the last checkpoint, or begins with zeros. */
  void open(StepContext step, String... outcomes) {
    for (String outcome : outcomes) {
      counts.put(outcome, 0L);
    }
    if (step.getPersistentUserData() instanceof Map<?, ?> before) {
      before.forEach((outcome, count) -> counts.put((String) outcome, (Long) count));
    }
  }

  void add(String outcome) {
    counts.merge(outcome, 1L, Long::sum);
  }

  /** Gives the counts to the next checkpoint, and to whoever reports the job's end. */
  void keep(StepContext step, JobContext job) {
    step.setPersistentUserData(new TreeMap<>(counts));
    job.setTransientUserData(new TreeMap<>(counts));
  }
}
