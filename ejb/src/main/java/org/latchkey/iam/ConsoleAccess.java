package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.io.Serializable;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.identity.AccountDirectory;
import org.latchkey.identity.ConsolePasswords;
import org.latchkey.identity.ConsolePasswords.Login;
import org.latchkey.identity.Identities;
import org.latchkey.identity.PasskeyDirectory;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.identity.VirtualMfaDevices;
import org.latchkey.identity.VirtualMfaDevices.Device;
import org.latchkey.shared.Caller;

/**
 * The way into the console, step by step: a password, a second factor where the user has one, a new
 * password where the old one may not be used any longer. Who is inside is the caller of operations
 * like any other, and may do what its policies allow.
 *
 * <p>Guessing of passwords is slowed down by the one who asks; that of codes by the devices, which
 * take each code once.
 */
@ApplicationScoped
@Transactional
public class ConsoleAccess {

  /** The root user's name; its unique id is the account's. */
  private static final String ROOT = "root";

  @Inject private Identities identities;
  @Inject private UserDirectory users;
  @Inject private RoleDirectory roles;
  @Inject private AccountDirectory accounts;
  @Inject private ConsolePasswords passwords;
  @Inject private PasswordPolicies policies;
  @Inject private NewPasswords newPasswords;
  @Inject private VirtualMfaDevices devices;
  @Inject private PasskeyDirectory passkeys;
  @Inject private PasskeyCeremonies ceremonies;
  @Inject private Clock clock;

  /** What a right password is good for. */
  public enum PasswordState {
    /** It lets in. */
    VALID,
    /** It has to be changed first: it was set by somebody else, or is too old. */
    TO_BE_CHANGED,
    /** It is too old, and the account's policy has an administrator set another one. */
    EXPIRED
  }

  /**
   * Somebody whose password was right.
   *
   * @param passwordChangedAt when that password was set: another one is another way in
   * @param oneTimePasswords whether he can show a device's code
   * @param passkeys whether he can show a passkey
   */
  public record Entrant(
      String userId,
      String account,
      String name,
      PasswordState passwordState,
      Instant passwordChangedAt,
      boolean oneTimePasswords,
      boolean passkeys)
      implements Serializable {

    public boolean hasSecondFactor() {
      return oneTimePasswords || passkeys;
    }
  }

  /**
   * What has become of a new password.
   *
   * @param lacks what it lacks, a sentence each; empty where it was taken
   * @param session null where it was not
   */
  public record NewPassword(List<String> lacks, @Nullable ConsoleSession session) {

    public NewPassword {
      lacks = List.copyOf(lacks);
    }
  }

  /** Whose password this is; takes the same time whatever is wrong. */
  public Optional<Entrant> find(String account, String name, SecretBytes password) {
    return identities
        .ofPassword(account, name, password)
        .map(user -> entrant(user, passwords.login(user.userId()).orElseThrow()));
  }

  private Entrant entrant(User user, Login login) {
    return new Entrant(
        user.userId(),
        user.account(),
        user.name(),
        state(user, login),
        login.changedAt(),
        !devices.of(user.userId()).isEmpty(),
        !passkeys.of(user.userId()).isEmpty());
  }

  private PasswordState state(User user, Login login) {
    Optional<PasswordRules> expired =
        policies
            .find(user.account())
            .filter(rules -> user.kind() == Caller.Type.USER)
            .filter(rules -> rules.isExpired(login.changedAt(), clock.instant()));
    if (expired.filter(PasswordRules::hardExpiry).isPresent()) {
      return PasswordState.EXPIRED;
    }
    return expired.isPresent() || login.resetRequired()
        ? PasswordState.TO_BE_CHANGED
        : PasswordState.VALID;
  }

  /** Whether a code is the current one of a device of his. Takes each code once. */
  public boolean isCode(Entrant entrant, String code) {
    return devices.of(entrant.userId()).stream()
        .map(Device::serialNumber)
        .anyMatch(serialNumber -> devices.verify(entrant.userId(), serialNumber, code));
  }

  /**
   * Asks for one of his passkeys.
   *
   * @return to be kept for the answer
   */
  public String askForPasskey(Entrant entrant, ConsoleOrigin origin) {
    return ceremonies.ask(entrant.userId(), origin);
  }

  /** What was asked, as JSON for {@code navigator.credentials.get}. */
  public static String question(String asked) {
    return PasskeyCeremonies.questionForBrowser(asked);
  }

  /** Whether an answer was signed by a passkey of his. */
  public boolean isPasskey(Entrant entrant, PasskeyAnswer answer) {
    return ceremonies.isOf(entrant.userId(), answer);
  }

  /**
   * Gives him the password that he chose in the place of the one that may not be used any longer,
   * and lets him in.
   *
   * @param mfaAt when he showed a second factor; null where he did not
   * @return what the password lacks; empty where the one that he came with is gone or has changed
   */
  public Optional<NewPassword> changePassword(
      Entrant entrant, SecretBytes password, @Nullable Instant mfaAt) {
    if (passwords
        .lockedLogin(entrant.userId())
        .filter(login -> login.changedAt().equals(entrant.passwordChangedAt()))
        .isEmpty()) {
      return Optional.empty();
    }
    if (passwords.matches(entrant.userId(), password)) {
      return Optional.of(
          new NewPassword(List.of("Password should not be the one that has to be changed."), null));
    }
    return users
        .find(entrant.userId())
        .map(
            user -> {
              List<String> lacks = newPasswords.set(user, password, false);
              return new NewPassword(
                  lacks, lacks.isEmpty() ? session(entrant, login(entrant), mfaAt) : null);
            });
  }

  private Login login(Entrant entrant) {
    return passwords.login(entrant.userId()).orElseThrow();
  }

  /**
   * Lets him in.
   *
   * @param mfaAt when he showed a second factor; null where he did not
   * @return empty where his password is gone or has changed since he showed it
   */
  public Optional<ConsoleSession> begin(Entrant entrant, @Nullable Instant mfaAt) {
    return passwords
        .login(entrant.userId())
        .filter(login -> login.changedAt().equals(entrant.passwordChangedAt()))
        .map(login -> session(entrant, login, mfaAt));
  }

  private ConsoleSession session(Entrant entrant, Login login, @Nullable Instant mfaAt) {
    passwords.noteUse(entrant.userId());
    return new ConsoleSession(
        entrant.account(),
        entrant.userId(),
        null,
        entrant.name(),
        null,
        clock.instant(),
        mfaAt,
        login.changedAt());
  }

  /**
   * The caller that somebody inside is now; empty where his way in has been closed meanwhile: the
   * account, the user, the role or the password is gone or has changed.
   */
  public Optional<Caller> caller(ConsoleSession session, ConsoleRequest request) {
    if (!accounts.isActive(session.account())) {
      return Optional.empty();
    }
    String userId = session.userId();
    String roleId = session.roleId();
    if (userId != null) {
      return users
          .find(userId)
          .filter(
              user ->
                  passwords
                      .login(userId)
                      .filter(login -> login.changedAt().equals(session.passwordChangedAt()))
                      .isPresent())
          .map(user -> ofUser(user, session.mfaAt(), request));
    }
    return roleId == null
        ? Optional.empty()
        : roles
            .find(roleId)
            .filter(role -> role.account().equals(session.account()))
            .filter(role -> !isOver(role, session))
            .map(role -> ofRole(role, session, request));
  }

  /** Whoever comes from elsewhere has to come again after as long as the role says. */
  private boolean isOver(Role role, ConsoleSession session) {
    return clock.instant().isAfter(session.startedAt().plusSeconds(role.maxSessionDuration()));
  }

  /**
   * Whom somebody claims to be who has not been let in, for the record of it; empty where an active
   * account has nobody of that name.
   */
  public Optional<Caller> claimed(String account, String name, ConsoleRequest request) {
    if (!accounts.isActive(account)) {
      return Optional.empty();
    }
    Optional<User> user = name.equals(ROOT) ? users.find(account) : users.find(account, name);
    return user.map(found -> ofUser(found, null, request));
  }

  private static Caller ofUser(User user, @Nullable Instant mfaAt, ConsoleRequest request) {
    return new Caller(
        user.kind(),
        user.account(),
        user.arn(),
        user.userId(),
        request.region(),
        null,
        request.sourceIp(),
        request.userAgent(),
        request.requestId(),
        request.secureTransport(),
        mfaAt,
        user.tags(),
        null);
  }

  private static Caller ofRole(Role role, ConsoleSession session, ConsoleRequest request) {
    Map<String, String> tags = new TreeMap<>(role.tags());
    return new Caller(
        Caller.Type.ROLE_SESSION,
        role.account(),
        role.sessionArn(session.name()),
        role.id() + ":" + session.name(),
        request.region(),
        null,
        request.sourceIp(),
        request.userAgent(),
        request.requestId(),
        request.secureTransport(),
        session.mfaAt(),
        tags,
        null,
        new Caller.Session(
            role.arn(),
            session.startedAt(),
            List.of(),
            List.of(),
            Set.of(),
            null,
            session.provider()));
  }
}
