package org.latchkey.certificates;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.certificates.PublicIssuance.Step;
import org.latchkey.leases.Leases;
import org.latchkey.publicca.PublicAuthority;
import org.latchkey.publicca.PublicAuthorityException;

/**
 * Advances, every few seconds and on one node at a time, the orders with the public CA, and asks it
 * when certificates are to be renewed. No transaction is open while the CA is asked.
 */
@Singleton
@Startup
@DependsOn("ServerStart")
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class PublicOrderRounds {

  private static final Logger LOG = Logger.getLogger(PublicOrderRounds.class.getName());
  private static final String LEASE = "public-orders";
  private static final Duration LEASE_TIME = Duration.ofMinutes(3);
  private static final int BATCH = 20;

  /** So many steps of an order one after the other, before others have their turn. */
  private static final int MOST_STEPS = 4;

  @Inject private PublicIssuance issuance;
  @Inject private RenewalInformation information;
  @Inject private PublicAuthority authority;
  @Inject private Leases leases;

  private final AtomicBoolean working = new AtomicBoolean();

  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  void tick() {
    String directory = authority.directory().orElse(null);
    if (!working.compareAndSet(false, true)) {
      return;
    }
    try {
      if (directory == null) {
        handOver();
        return;
      }
      for (String id : issuance.due(BATCH)) {
        if (!leases.hold(LEASE, LEASE_TIME)) {
          return;
        }
        advance(id, directory);
      }
      for (String id : information.due(BATCH)) {
        if (!leases.hold(LEASE, LEASE_TIME)) {
          return;
        }
        ask(id, directory);
      }
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "Orders with the public CA could not be advanced now", failure);
    } finally {
      working.set(false);
    }
  }

  /** Without a public CA, what waits for one is for the issuer that there is now. */
  private void handOver() {
    for (String id : issuance.due(BATCH)) {
      if (!leases.hold(LEASE, LEASE_TIME)) {
        return;
      }
      issuance.handOver(id);
    }
  }

  private void advance(String id, String directory) {
    try {
      for (int done = 0; done < MOST_STEPS; done++) {
        @Nullable Step step = issuance.step(id, directory).orElse(null);
        if (step == null) {
          return;
        }
        take(id, directory, step);
      }
    } catch (PublicAuthorityException refused) {
      LOG.log(Level.WARNING, refused, () -> "The order for " + id + " was not advanced");
      issuance.refused(id, refused);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, failure, () -> "The order for " + id + " could not be advanced now");
      issuance.broke(id);
    }
  }

  private void take(String id, String directory, Step step) throws PublicAuthorityException {
    String url = step.url();
    if (url == null) {
      issuance.ordered(id, directory, authority.order(step.names(), step.replaced()).toString());
    } else {
      issuance.keep(
          id, directory, authority.advance(URI.create(url), step.csr(), step.published()));
    }
  }

  private void ask(String id, String directory) {
    try {
      X509Certificate subject = information.subject(id, directory).orElse(null);
      information.keep(id, subject == null ? null : authority.renewalWindow(subject).orElse(null));
    } catch (PublicAuthorityException refused) {
      LOG.log(Level.INFO, refused, () -> "The CA does not say when to renew " + id);
      information.keep(id, null);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, failure, () -> "Nobody could be asked when to renew " + id);
    }
  }
}
