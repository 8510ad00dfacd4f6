package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.latchkey.certificates.CertificateUse;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Settings;

/** Finds out whether services can use what they were sent. */
@ApplicationScoped
class AssociationHealth {

  private static final int UNREAD_HOURS = 24;

  /** How long a delivery may lie in its queue. */
  private final Duration unread =
      Duration.ofHours(Settings.number("unread-delivery-hours", UNREAD_HOURS));

  @Inject private ServiceGrants grants;
  @Inject private CertificateUse certificates;
  @Inject private DeliveryQueues queues;
  @Inject private Clock clock;

  /** Why associations are broken, by their ids; those that are not are left out. */
  Map<String, BrokenCause> causes(Collection<Association> associations) {
    return causes(associations, unread(associations));
  }

  /**
   * As above, for associations whose queues were looked into before.
   *
   * @param lying ids of associations of which something lay unread
   */
  Map<String, BrokenCause> causes(Collection<Association> associations, Set<String> lying) {
    Map<String, BrokenCause> causes = new HashMap<>();
    for (Association each : associations) {
      keyOrGrant(each).ifPresent(cause -> causes.put(each.id(), cause));
    }
    Instant late = clock.instant().minus(unread);
    associations.stream()
        .filter(each -> lying.contains(each.id()) && isLate(each, late))
        .forEach(each -> causes.putIfAbsent(each.id(), BrokenCause.DELIVERY_UNREAD));
    return causes;
  }

  /** The ids of those of which something has lain unread for too long. */
  Set<String> unread(Collection<Association> associations) {
    Instant late = clock.instant().minus(unread);
    return queues.unread(associations.stream().filter(each -> isLate(each, late)).toList(), late);
  }

  private static boolean isLate(Association association, Instant late) {
    return !association.isConfirmed() && association.deliveredBefore(late);
  }

  private Optional<BrokenCause> keyOrGrant(Association association) {
    Optional<BrokenCause> key =
        switch (certificates.condition(Arn.parse(association.keyArn()).orElseThrow())) {
          case USABLE -> Optional.empty();
          case DISABLED -> Optional.of(BrokenCause.KEY_DISABLED);
          case PENDING_DELETION -> Optional.of(BrokenCause.KEY_PENDING_DELETION);
          case UNAVAILABLE -> Optional.of(BrokenCause.KEY_UNAVAILABLE);
        };
    return key.isPresent() || grants.stands(association)
        ? key
        : Optional.of(BrokenCause.GRANT_MISSING);
  }
}
