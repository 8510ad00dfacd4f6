package org.latchkey.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
import org.latchkey.crypto.Tokens;

/** The accounts: the first one, and those that it has made and manages. */
@ApplicationScoped
public class AccountDirectory {

  private static final int CAPACITY = 10_000;

  @Inject private Principals principals;
  @Inject private Coherence coherence;
  @Inject private Clock clock;

  private CoherentCache<Entry> known;

  /**
   * An account.
   *
   * @param managementAccount the account that made it; null for the first one
   * @param name null for the first one, as is the e-mail address
   * @param active false once it has been closed
   */
  public record Entry(
      String id,
      @Nullable String managementAccount,
      @Nullable String name,
      @Nullable String email,
      boolean active,
      Instant createdAt) {}

  @PostConstruct
  void makeCache() {
    known = coherence.cache(CAPACITY, forgotten -> {});
  }

  /** The account of that id, from this node's cache where it may answer. */
  public Optional<Entry> find(String id) {
    return known.find(Account.subjectOf(id), () -> principals.account(id).map(Account::entry));
  }

  /** Whether there is such an account, and it has not been closed. */
  public boolean isActive(String id) {
    return find(id).map(Entry::active).orElse(false);
  }

  /** Whether it is the first account, which manages the others and the installation. */
  public boolean isManagement(String id) {
    return find(id).filter(found -> found.managementAccount() == null).isPresent();
  }

  /** At most {@code limit} accounts that another one manages, by their ids. */
  @Transactional
  public List<Entry> managedBy(String managementAccount, @Nullable String after, int limit) {
    return principals.managedBy(managementAccount, after, limit).stream()
        .map(Account::entry)
        .toList();
  }

  /** Whether an account has that e-mail address, whatever the case of its letters. */
  @Transactional
  public boolean hasEmail(String email) {
    return principals.emailTaken(email);
  }

  /** Makes an account with a root user who has no credentials. */
  @Transactional
  public Entry create(String managementAccount, String name, String email) {
    String id = Tokens.accountId();
    while (principals.account(id).isPresent()) {
      id = Tokens.accountId();
    }
    Instant now = clock.instant();
    Account account = new Account(id, managementAccount, name, email, now);
    principals.add(account);
    principals.add(Principal.root(id, now));
    return account.entry();
  }

  /** Closes an account: from the next request on, nobody of it is let in. */
  @Transactional
  public void close(String id) {
    principals.account(id).ifPresent(Account::close);
  }
}
