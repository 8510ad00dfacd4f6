package org.latchkey.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.latchkey.crypto.ConstantTime;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.Passwords;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Tokens;
import org.latchkey.shared.ServiceException;

/**
 * Makes accounts and users with their credentials, and tells who holds a credential.
 *
 * <p>Secret access keys are stored wrapped under the root key, since SigV4 needs them back;
 * passwords are stored as hashes.
 */
@ApplicationScoped
@Transactional
public class Identities {

  private static final int SECRET_LENGTH = 40;

  @Inject private Principals principals;
  @Inject private SecretWrapping wrapping;
  @Inject private Clock clock;

  /**
   * A new login for the message broker.
   *
   * @param password shown once, the receiver's to close
   */
  public record NewServiceLogin(String userName, SecretBytes password) {}

  /** Whether this installation has an account already. */
  public boolean anyAccount() {
    return principals.anyAccount();
  }

  /**
   * Makes an account and its root user.
   *
   * @param password the root user's for the console; stays the caller's to close
   */
  public void createAccount(
      String account, String accessKeyId, SecretBytes secretAccessKey, SecretBytes password) {
    Instant now = clock.instant();
    principals.add(new Account(account, now));
    Principal root = Principal.root(account, now);
    root.setPassword(Passwords.hash(password), false, now);
    principals.add(root);
    principals.add(
        new AccessKey(accessKeyId, root, wrapping.wrap(accessKeyId, secretAccessKey), now));
    principals.flush();
  }

  /** Gives a user a login for the message broker, named {@code <user>-at-<account>}. */
  public NewServiceLogin createServiceLogin(String userId) {
    Principal user = existing(userId);
    String userName = user.name() + "-at-" + user.account();
    SecretBytes password = Tokens.base62Secret(SECRET_LENGTH);
    principals.add(
        new ServiceSpecificCredential(userName, user, digest(password), clock.instant()));
    return new NewServiceLogin(userName, password);
  }

  /** Whether a broker login is right. Takes the same time whatever is wrong with it. */
  public boolean isServiceLogin(String userName, SecretBytes password) {
    Optional<ServiceSpecificCredential> credential = principals.credential(userName);
    String expected = credential.map(ServiceSpecificCredential::passwordHash).orElse("");
    boolean matches = ConstantTime.equals(expected, digest(password));
    return matches
        && credential
            .filter(ServiceSpecificCredential::active)
            .map(found -> isActive(found.principal().account()))
            .orElse(false);
  }

  /** The user that a broker login belongs to. */
  public Optional<User> ofServiceLogin(String userName) {
    return principals
        .credential(userName)
        .filter(ServiceSpecificCredential::active)
        .map(credential -> credential.principal().snapshot());
  }

  /**
   * The user of an account whose console password this is; takes the same time whatever is wrong.
   */
  public Optional<User> ofPassword(String account, String name, SecretBytes password) {
    Optional<Principal> principal =
        principals
            .named(account, name)
            .filter(found -> found.passwordHash() != null)
            .filter(found -> isActive(found.account()));
    String hash = principal.map(Principal::passwordHash).orElseGet(Identities::nobodysHash);
    return Passwords.verify(password, hash) ? principal.map(Principal::snapshot) : Optional.empty();
  }

  /** Nobody of an account that has been closed is let in. */
  private boolean isActive(String account) {
    return principals.account(account).map(found -> found.entry().active()).orElse(false);
  }

  private Principal existing(String userId) {
    return principals
        .find(userId)
        .orElseThrow(
            () ->
                new ServiceException(
                    IdentityFault.NO_SUCH_ENTITY, "The user " + userId + " cannot be found."));
  }

  private static String digest(SecretBytes password) {
    return Digests.sha256hex(password.expose());
  }

  /** A hash that no password has, so that an unknown user costs as much time as a known one. */
  private static String nobodysHash() {
    return NobodysHash.VALUE;
  }

  private static final class NobodysHash {
    static final String VALUE;

    static {
      try (SecretBytes nobodyKnows = Tokens.base62Secret(SECRET_LENGTH)) {
        VALUE = Passwords.hash(nobodyKnows);
      }
    }
  }
}
