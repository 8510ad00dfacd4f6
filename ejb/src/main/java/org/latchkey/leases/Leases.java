package org.latchkey.leases;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.TransactionalException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.latchkey.shared.Settings;

/** Takes, renews and ends this node's leases, each in a transaction of its own. */
@ApplicationScoped
public class Leases {

  /** Stays the same when the node is killed, so that its leases are its own at the next start. */
  private final String node = NodeName.of(Settings.dataFolder());

  @Inject private LeaseRows rows;
  @Inject private Clock clock;

  /**
   * Takes or renews a lease.
   *
   * @param name what is to be done by one node, for example {@code outbox}
   * @param time how long it holds unless it is renewed
   * @return whether this node has it now
   */
  public boolean hold(String name, Duration time) {
    Instant now = clock.instant();
    Instant expiresAt = now.plus(time);
    if (rows.take(name, node, now, expiresAt)) {
      return true;
    }
    if (rows.exists(name)) {
      return false;
    }
    try {
      rows.insert(name, node, expiresAt);
      return true;
    } catch (PersistenceException | TransactionalException lostTheRace) {
      return false;
    }
  }

  /** The name of this node, the same at each of its starts. */
  public String node() {
    return node;
  }

  /** Lets another node have the lease at once. */
  public void release(String name) {
    rows.release(name, node, clock.instant());
  }

  /** Until when a lease is held, by whichever node; empty where nobody holds it. */
  public Optional<Instant> heldUntil(String name) {
    return rows.expiry(name).filter(expiry -> expiry.isAfter(clock.instant()));
  }
}
