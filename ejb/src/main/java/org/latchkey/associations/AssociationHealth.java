package org.latchkey.associations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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
    Map<String, BrokenCause> causes = new HashMap<>();
    for (Association each : associations) {
      keyOrGrant(each).ifPresent(cause -> causes.put(each.id(), cause));
    }
    Instant late = clock.instant().minus(unread);
    List<Association> waiting =
        associations.stream()
            .filter(each -> !causes.containsKey(each.id()))
            .filter(each -> !each.isConfirmed())
            .filter(each -> each.deliveredBefore(late))
            .toList();
    Set<String> lying = queues.unread(waiting);
    lying.forEach(id -> causes.put(id, BrokenCause.DELIVERY_UNREAD));
    return causes;
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
