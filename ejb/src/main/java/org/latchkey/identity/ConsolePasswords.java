package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.latchkey.crypto.Passwords;
import org.latchkey.crypto.SecretBytes;

/** Users' passwords for the console, of which only hashes (Argon2id) are kept. */
@ApplicationScoped
@Transactional
public class ConsolePasswords {

  @Inject private Principals principals;
  @Inject private Clock clock;

  /**
   * That a user has a password.
   *
   * @param changedAt when it was set last
   */
  public record Login(Instant createdAt, Instant changedAt, boolean resetRequired) {}

  /** The user's login; empty where the user may not come into the console. */
  public Optional<Login> login(String userId) {
    return principals.find(userId).flatMap(ConsolePasswords::login);
  }

  /** The same, and nobody else changes the user until the transaction ends. */
  public Optional<Login> lockedLogin(String userId) {
    return principals.lockAfresh(userId).flatMap(ConsolePasswords::login);
  }

  private static Optional<Login> login(Principal user) {
    return user.passwordHash() == null
        ? Optional.empty()
        : Optional.of(
            new Login(
                user.passwordCreatedAt() == null ? user.createdAt() : user.passwordCreatedAt(),
                user.passwordChangedAt() == null ? user.createdAt() : user.passwordChangedAt(),
                user.passwordResetRequired()));
  }

  /** Notes that somebody came into the console with the password. */
  public void noteUse(String userId) {
    principals.find(userId).ifPresent(user -> user.notePasswordUse(clock.instant()));
  }

  /** Whether that is the user's password. */
  public boolean matches(String userId, SecretBytes password) {
    return principals
        .find(userId)
        .map(Principal::passwordHash)
        .map(hash -> Passwords.verify(password, hash))
        .orElse(false);
  }

  /**
   * Gives a user a password.
   *
   * @param password stays the caller's to close
   * @param resetRequired whether the user has to change it when it signs in
   * @param kept how many of the last passwords must not be used again
   * @return whether it was taken: false for one of these
   */
  public boolean set(String userId, SecretBytes password, boolean resetRequired, int kept) {
    Principal user = principals.lock(userId).orElseThrow();
    List<EarlierPassword> earlier = principals.earlierPasswords(userId);
    boolean known =
        earlier.stream().limit(kept).anyMatch(each -> Passwords.verify(password, each.hash()));
    if (known) {
      return false;
    }
    String hash = Passwords.hash(password);
    user.setPassword(hash, resetRequired, clock.instant());
    earlier.stream().skip(Math.max(kept - 1, 0)).forEach(principals::remove);
    if (kept > 0) {
      long number = earlier.isEmpty() ? 1 : earlier.get(0).number() + 1;
      principals.add(new EarlierPassword(userId, number, hash));
    }
    return true;
  }

  public void requireReset(String userId, boolean required) {
    principals.find(userId).orElseThrow().requirePasswordReset(required);
  }

  /** Takes the way into the console away. */
  public void remove(String userId) {
    principals.find(userId).orElseThrow().removePassword();
    principals.earlierPasswords(userId).forEach(principals::remove);
  }
}
