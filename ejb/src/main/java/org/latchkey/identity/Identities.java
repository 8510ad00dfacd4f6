package org.latchkey.identity;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.coherence.Coherence;
import org.latchkey.coherence.CoherentCache;
import org.latchkey.crypto.ConstantTime;
import org.latchkey.crypto.Digests;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.Passwords;
import org.latchkey.crypto.RootOfTrust;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.Tokens;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * Makes accounts and users with their credentials, and tells who holds a credential.
 *
 * <p>Secret access keys are stored wrapped under the root key, since SigV4 needs them back;
 * passwords are stored as hashes.
 */
@ApplicationScoped
@Transactional
public class Identities implements CredentialSource {

  private static final int ACCESS_KEY_ID_LENGTH = 16;
  private static final int CREDENTIALS = 20_000;
  private static final int USER_ID_LENGTH = 17;
  private static final int SECRET_LENGTH = 40;

  @Inject private Principals principals;
  @Inject private RootOfTrust rootOfTrust;
  @Inject private Clock clock;
  @Inject private Coherence coherence;

  private CoherentCache<SigningCredential> credentials;

  @PostConstruct
  void makeCache() {
    credentials = coherence.cache(CREDENTIALS, forgotten -> {});
  }

  /**
   * A new access key.
   *
   * @param secret shown once, the receiver's to close
   */
  public record NewAccessKey(String accessKeyId, SecretBytes secret) {}

  /**
   * A new login for the message broker.
   *
   * @param password shown once, the receiver's to close
   */
  public record NewServiceLogin(String userName, SecretBytes password) {}

  /** A user, as other features need to know it. */
  public record User(String userId, String account, String name, String arn) {}

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
    root.setPassword(Passwords.hash(password));
    principals.add(root);
    principals.add(new AccessKey(accessKeyId, root, wrap(accessKeyId, secretAccessKey), now));
    principals.flush();
  }

  /**
   * Makes an IAM user that may do nothing yet.
   *
   * @throws ServiceException {@code EntityAlreadyExists}
   */
  public User createUser(String account, String path, String name) {
    if (principals.named(account, name).isPresent()) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS, "User with name " + name + " already exists.");
    }
    Principal user =
        Principal.user(
            "AIDA" + Tokens.base32(USER_ID_LENGTH), account, path, name, clock.instant());
    principals.add(user);
    principals.flush();
    return user(user);
  }

  /** Gives a user an access key. */
  public NewAccessKey createAccessKey(String userId) {
    Principal user = existing(userId);
    String id = "AKIA" + Tokens.base32(ACCESS_KEY_ID_LENGTH);
    SecretBytes secret = Tokens.base62Secret(SECRET_LENGTH);
    principals.add(new AccessKey(id, user, wrap(id, secret), clock.instant()));
    return new NewAccessKey(id, secret);
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
    return matches && credential.map(ServiceSpecificCredential::active).orElse(false);
  }

  /** The user that a broker login belongs to. */
  public Optional<User> ofServiceLogin(String userName) {
    return principals
        .credential(userName)
        .filter(ServiceSpecificCredential::active)
        .map(credential -> user(credential.principal()));
  }

  /**
   * The user of an account who signs in to the console with this password; takes the same time
   * whatever is wrong.
   */
  public Optional<Caller> signIn(
      String account,
      String name,
      SecretBytes password,
      String region,
      @Nullable String sourceIp,
      String requestId,
      boolean secureTransport) {
    Optional<Principal> principal =
        principals.named(account, name).filter(found -> found.passwordHash() != null);
    String hash = principal.map(Principal::passwordHash).orElseGet(Identities::nobodysHash);
    if (!Passwords.verify(password, hash)) {
      return Optional.empty();
    }
    return principal.map(
        found ->
            new Caller(
                found.kind(),
                found.account(),
                found.arn(),
                found.userId(),
                region,
                null,
                sourceIp,
                "Latchkey console",
                requestId,
                secureTransport,
                null,
                Map.of(),
                null));
  }

  @Override
  @Transactional(Transactional.TxType.SUPPORTS)
  public Optional<SigningCredential> find(String accessKeyId) {
    return credentials.find(AccessKey.subjectOf(accessKeyId), () -> load(accessKeyId));
  }

  private Optional<SigningCredential> load(String accessKeyId) {
    return principals
        .accessKey(accessKeyId)
        .filter(AccessKey::active)
        .map(
            key -> {
              Principal owner = key.principal();
              byte[] wrapped = key.wrappedSecret();
              return SigningCredential.longTerm(
                  accessKeyId,
                  () -> unwrap(accessKeyId, wrapped),
                  owner.kind(),
                  owner.account(),
                  owner.arn(),
                  owner.userId());
            });
  }

  private Principal existing(String userId) {
    return principals
        .find(userId)
        .orElseThrow(
            () ->
                new ServiceException(
                    IdentityFault.NO_SUCH_ENTITY, "The user " + userId + " cannot be found."));
  }

  private byte[] wrap(String accessKeyId, SecretBytes secret) {
    return rootOfTrust.rootKey().wrap(secret, purpose(accessKeyId));
  }

  private SecretBytes unwrap(String accessKeyId, byte[] wrapped) {
    try {
      return rootOfTrust.rootKey().unwrap(wrapped, purpose(accessKeyId));
    } catch (InvalidCiphertext corrupt) {
      throw new IllegalStateException("the secret of " + accessKeyId + " is corrupt", corrupt);
    }
  }

  private static byte[] purpose(String accessKeyId) {
    return ("latchkey:access-key:" + accessKeyId).getBytes(StandardCharsets.UTF_8);
  }

  private static String digest(SecretBytes password) {
    return Digests.sha256hex(password.expose());
  }

  private static User user(Principal principal) {
    return new User(principal.userId(), principal.account(), principal.name(), principal.arn());
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
