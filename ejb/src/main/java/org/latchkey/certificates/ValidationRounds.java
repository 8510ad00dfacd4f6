package org.latchkey.certificates;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.latchkey.leases.Leases;

/**
 * Looks, every few seconds and on one node at a time, for the DNS records and the web servers'
 * proofs of the certificates that wait for them. No transaction is open while others are asked.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
public class ValidationRounds {

  private static final Logger LOG = Logger.getLogger(ValidationRounds.class.getName());
  private static final String LEASE = "validations";
  private static final Duration LEASE_TIME = Duration.ofMinutes(1);
  private static final int BATCH = 50;

  /**
   * How many names are looked for at once, or a few more: all servers that keep silent delay the
   * rest by their ten seconds once, and not once each.
   */
  private static final int LOOKS_AT_ONCE = 200;

  @Inject private Validations validations;
  @Inject private DnsQueries dns;
  @Inject private HttpLooks http;
  @Inject private Leases leases;

  private final AtomicBoolean looking = new AtomicBoolean();

  @Schedule(hour = "*", minute = "*", second = "*/2", persistent = false)
  void tick() {
    if (!looking.compareAndSet(false, true)) {
      return;
    }
    try {
      List<Look> begun = new ArrayList<>();
      int names = 0;
      for (String id : validations.due(BATCH)) {
        if (!leases.hold(LEASE, LEASE_TIME)) {
          return;
        }
        Look look = begin(id);
        begun.add(look);
        names += look.answers().size();
        if (names >= LOOKS_AT_ONCE) {
          end(begun);
          begun.clear();
          names = 0;
        }
      }
      end(begun);
    } catch (RuntimeException failure) {
      LOG.log(Level.WARNING, "The names of certificates could not be validated now", failure);
    } finally {
      looking.set(false);
    }
  }

  /**
   * A certificate whose names are being looked for.
   *
   * @param names empty where they could not be read
   */
  private record Look(
      String id,
      Optional<Validations.Names> names,
      Map<String, CompletableFuture<Boolean>> answers) {}

  private Look begin(String id) {
    Map<String, CompletableFuture<Boolean>> answers = new LinkedHashMap<>();
    try {
      Validations.Names names = validations.names(id);
      names.pending().forEach(each -> answers.put(each.name(), look(each)));
      return new Look(id, Optional.of(names), answers);
    } catch (RuntimeException failure) {
      broke(id, failure);
      return new Look(id, Optional.empty(), answers);
    }
  }

  private void end(List<Look> begun) {
    for (Look look : begun) {
      if (look.names().isPresent()) {
        if (!leases.hold(LEASE, LEASE_TIME)) {
          return;
        }
        keep(look.id(), look.names().get(), look.answers());
      }
    }
  }

  private void keep(
      String id, Validations.Names names, Map<String, CompletableFuture<Boolean>> answers) {
    try {
      Set<String> found = new HashSet<>();
      answers.forEach(
          (name, answer) -> {
            if (answer.join()) {
              found.add(name);
            }
          });
      Set<String> validated = new HashSet<>(found);
      validated.addAll(names.validated());
      // of each name when it is found, and of all again before the certificate is issued
      validations.keep(id, found, refusal(validated.size() == names.total() ? validated : found));
    } catch (IOException unanswered) {
      LOG.log(Level.FINE, unanswered, () -> id + " waits for an answer about CAA records");
      validations.keep(id, Set.of(), null);
    } catch (RuntimeException failure) {
      broke(id, failure);
    }
  }

  private void broke(String id, RuntimeException failure) {
    LOG.log(Level.WARNING, failure, () -> "The names of " + id + " could not be validated now");
    validations.broke(id);
  }

  private CompletableFuture<Boolean> look(Validations.Pending name) {
    ControlRecord record = name.record();
    HttpProof proof = name.proof();
    if (record != null) {
      return dns.holds(record);
    }
    return proof == null
        ? CompletableFuture.completedFuture(false)
        : http.shows(name.name(), proof);
  }

  private @Nullable FailureReason refusal(Set<String> found) throws IOException {
    String identity = DnsQueries.identity().orElse(null);
    if (identity == null) {
      return null;
    }
    for (String name : found) {
      boolean allowed =
          DnsQueries.allows(
              dns.caa(DomainNames.withoutWildcard(name)), identity, DomainNames.isWildcard(name));
      if (!allowed) {
        return FailureReason.CAA_ERROR;
      }
    }
    return null;
  }
}
