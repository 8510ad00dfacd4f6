package org.latchkey.batch;

import java.util.Arrays;
import java.util.Optional;

/** The jobs. */
public enum Job {
  /** Renews certificates of private CAs that are close to their end. */
  RENEW_CERTIFICATES("renew-certificates", Nodes.SHARED),
  /**
   * Moves stored private keys to the current material of the keys that they are encrypted under.
   */
  REENCRYPT_PRIVATE_KEYS("reencrypt-private-keys"),
  /** Gives keys new material whose rotation period has passed. */
  ROTATE_KEYS("rotate-keys"),
  /** Deletes keys whose waiting period has passed. */
  DELETE_KEYS("delete-keys"),
  /** Removes imported key material that has expired. */
  EXPIRE_IMPORTED_KEYS("expire-imported-keys"),
  /** Tells owners that their certificates are about to end, or have. */
  EXPIRY_EVENTS("expiry-events"),
  /** Moves closed files of the audit trail to the archive folder, and deletes what is too old. */
  ARCHIVE_AUDIT("archive-audit", Nodes.EACH),
  /** Signs a digest of the audit trail. */
  AUDIT_DIGESTS("audit-digests", Nodes.EACH),
  /** Makes revocation lists whose time has come. */
  PUBLISH_CRLS("publish-crls"),
  /** Signs OCSP answers before those that there are end. */
  SIGN_OCSP_ANSWERS("sign-ocsp-answers"),
  /** Removes deleted authorities that cannot be restored any more. */
  DELETE_AUTHORITIES("delete-authorities"),
  /** Finds associations that have broken. */
  CHECK_ASSOCIATIONS("check-associations");

  /** Which nodes run a job. */
  private enum Nodes {
    /** One at a time. */
    ONE,
    /** Each for itself, as it is about files of that node. */
    EACH,
    /** As many as like, each taking parts of what is to be done that no other has. */
    SHARED
  }

  private final String id;
  private final Nodes nodes;

  Job(String id) {
    this(id, Nodes.ONE);
  }

  Job(String id, Nodes nodes) {
    this.id = id;
    this.nodes = nodes;
  }

  /** The job with this id. */
  public static Optional<Job> withId(String id) {
    return Arrays.stream(values()).filter(job -> job.id.equals(id)).findFirst();
  }

  /** Whether each node runs this job for itself, as it is about files of that node. */
  public boolean isOnEveryNode() {
    return nodes == Nodes.EACH;
  }

  /** Whether several nodes may run this job at once, and share what is to be done. */
  public boolean isShared() {
    return nodes == Nodes.SHARED;
  }

  /** The job's id and the name of its XML file. */
  public String id() {
    return id;
  }
}
