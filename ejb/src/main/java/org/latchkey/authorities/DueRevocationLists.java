package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The revocation lists that are to be published: half of whose time has passed, or that a
 * revocation is missing from. Asking twice does no harm.
 */
@ApplicationScoped
@Transactional
public class DueRevocationLists {

  @Inject private CrlPartitions partitions;
  @Inject private RevocationLists lists;

  /**
   * At most {@code limit} lists that are due, the most urgent first.
   *
   * @param after the last one that is known already; null for the first page
   */
  public List<DueList> due(Instant asOf, @Nullable DueList after, int limit) {
    return partitions.due(asOf, after, limit);
  }

  /**
   * Publishes a whole list where that is due, in a transaction of its own.
   *
   * @param id the list's {@link DueList#id}
   * @return whether there is a new one
   */
  public boolean publish(String id) {
    int slash = id.indexOf('/');
    return lists.publish(id.substring(0, slash), Integer.parseInt(id.substring(slash + 1)), true)
        == RevocationLists.Outcome.PUBLISHED;
  }
}
