package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.CertificateUse;

/**
 * Looks at every association once an hour: notes and tells when one has broken, and ends grants on
 * former keys whose deadline has passed.
 */
@ApplicationScoped
@Transactional
public class AssociationChecks {

  static final Duration INTERVAL = Duration.ofHours(1);

  @Inject private Associations associations;
  @Inject private AssociationHealth health;
  @Inject private ServiceGrants grants;
  @Inject private Deliveries deliveries;
  @Inject private CertificateUse certificates;
  @Inject private Clock clock;

  /** An association that is to be looked at, and since when. */
  public record Due(String id, Instant dueAt) implements Serializable {}

  /** What an association was found to be. */
  public enum Outcome {
    SOUND,
    BROKEN,
    /** It has ended meanwhile. */
    GONE
  }

  /** At most {@code limit} associations that are to be looked at, the longest due first. */
  public List<Due> due(Instant asOf, @Nullable Due after, int limit) {
    return associations.toCheck(asOf, after, limit);
  }

  /** Looks at one association, in a transaction of its own. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public Outcome check(String id) {
    Association found = associations.find(id).orElse(null);
    if (found == null) {
      return Outcome.GONE;
    }
    // before anything is locked, as the broker may take its time
    Set<String> unread = health.unread(List.of(found));
    if (certificates.lock(found.certificate()).isEmpty() || !associations.exists(id)) {
      return Outcome.GONE;
    }
    associations.refresh(found);
    Instant now = clock.instant();
    grants.retireOutlived(found, now);
    BrokenCause cause = health.causes(List.of(found), unread).get(id);
    if (cause != null && cause != found.brokenCause()) {
      deliveries.broken(found, cause);
    }
    found.checked(cause, now.plus(INTERVAL));
    return cause == null ? Outcome.SOUND : Outcome.BROKEN;
  }
}
