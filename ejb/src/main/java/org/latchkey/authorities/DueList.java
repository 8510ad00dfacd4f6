package org.latchkey.authorities;

import java.io.Serializable;
import java.time.Instant;

/**
 * A revocation list that is to be published.
 *
 * @param authorityId whose it is
 * @param partition which of its lists; 0 for the complete one
 * @param dueAt since when it is to be published
 */
public record DueList(String authorityId, int partition, Instant dueAt) implements Serializable {

  /** The list by a name, for whoever publishes it. */
  public String id() {
    return authorityId + '/' + partition;
  }
}
