package org.latchkey.batch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.latchkey.leases.Leases;

/**
 * Lets one node run a job, or each node for itself. Taken before the job starts, kept by the job
 * before each item; a node that was killed loses it within half a minute. Of a job that nodes
 * share, each part has a lease, too.
 */
@ApplicationScoped
public class JobLease {

  /** Longer than any one item takes. */
  private static final Duration TIME = Duration.ofSeconds(30);

  /** Until the repository says that the job has ended. */
  private static final Duration LAST = Duration.ofSeconds(5);

  private static final String PREFIX = "job/";

  @Inject private Leases leases;

  /** Takes or keeps the job's lease; false where another node has it. */
  public boolean hold(String jobId) {
    return leases.hold(name(jobId), TIME);
  }

  /** Lets another node have the lease, in a moment; false where another has it already. */
  boolean end(String jobId) {
    return leases.hold(name(jobId), LAST);
  }

  /** Lets another node have the lease at once: no job was started. */
  public void release(String jobId) {
    leases.release(name(jobId));
  }

  /** Takes or keeps a part of a job that nodes share; false where another node has it. */
  boolean holdPart(String jobId, String part) {
    return leases.hold(partName(jobId, part), TIME);
  }

  /** Lets another node have a part at once. */
  void releasePart(String jobId, String part) {
    leases.release(partName(jobId, part));
  }

  /** Takes what a node has left of a job; false where that node lives, or another was first. */
  public boolean takeOver(String jobId, String node) {
    return leases.hold(name(jobId, node), TIME);
  }

  /** Until when a job's lease is held; empty where nobody holds it. */
  public Optional<Instant> heldUntil(String jobId, String node) {
    return leases.heldUntil(name(jobId, node));
  }

  /** The name of this node, as an execution notes it. */
  public String node() {
    return leases.node();
  }

  private String name(String jobId) {
    return name(jobId, leases.node());
  }

  /** A job that several nodes may run at once has a lease for each. */
  private static String name(String jobId, String node) {
    boolean several =
        Job.withId(jobId).filter(job -> job.isOnEveryNode() || job.isShared()).isPresent();
    return several ? PREFIX + jobId + '/' + node : PREFIX + jobId;
  }

  private static String partName(String jobId, String part) {
    return PREFIX + jobId + "/part-" + part;
  }
}
