package org.latchkey.web.console;

import static jakarta.security.enterprise.AuthenticationStatus.SUCCESS;
import static jakarta.security.enterprise.authentication.mechanism.http.AuthenticationParameters.withParams;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.AuditEvent;
import org.latchkey.audit.ConsoleLogin;
import org.latchkey.audit.Trail;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.iam.ConsoleAccess;
import org.latchkey.iam.ConsoleAccess.Entrant;
import org.latchkey.iam.ConsoleAccess.NewPassword;
import org.latchkey.iam.ConsoleAccess.PasswordState;
import org.latchkey.iam.ConsoleRequest;
import org.latchkey.iam.ConsoleSession;
import org.latchkey.iam.PasskeyAnswer;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Settings;
import org.latchkey.shared.Turns;

/**
 * Signs somebody in, step by step: holds back guessing, tells Jakarta Security who has come in,
 * leaves an audit record of each attempt.
 */
@ApplicationScoped
class SignIn {

  /** Where an answer led. */
  enum Step {
    /** Inside. */
    DONE,
    SECOND_FACTOR,
    NEW_PASSWORD,
    WRONG,
    /** Another attempt has to wait. */
    HELD_BACK,
    /** The password is too old to let in, or to be changed by its user. */
    EXPIRED,
    /** The answer came too late, or too many before it were wrong: from the beginning. */
    FORGOTTEN
  }

  /**
   * What came of an answer.
   *
   * @param delay how long to wait with the next one
   * @param sentences what is wrong with a new password
   */
  record Outcome(Step step, Duration delay, List<String> sentences) {

    static Outcome of(Step step) {
      return new Outcome(step, Duration.ZERO, List.of());
    }
  }

  /** What the audit trail shows of a new password. */
  public record PasswordUpdated(String accountId, String userName) {}

  private static final int HALF_AN_HOUR = 30 * 60;
  private static final String ROOT = "root";

  /** When to come again where too many passwords are being looked at. */
  private static final Duration CROWDED = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Each password that is looked at takes 19 MiB, and a processor for a while. */
  private static final int AT_ONCE = 4 * Runtime.getRuntime().availableProcessors();

  /** Each that waits keeps one of the server's threads from serving somebody else. */
  private static final Turns TURNS = new Turns(AT_ONCE, 2 * AT_ONCE, PATIENCE);

  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
  private static final Pattern USER_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");

  @Inject private SecurityContext security;
  @Inject private SignInAttempts attempts;
  @Inject private ConsoleAccess access;
  @Inject private PendingSignIn pending;
  @Inject private Trail trail;
  @Inject private Clock clock;

  /** Who is asked for a second factor or a new password in this session; empty for nobody. */
  Optional<Entrant> entrant() {
    return pending.entrant(clock.instant());
  }

  /** Which answer is waited for; null for a password. */
  @Nullable Step awaited() {
    return entrant().map(this::next).orElse(null);
  }

  void forget() {
    pending.forget();
  }

  /**
   * Looks at a password.
   *
   * @param password stays the caller's to close
   */
  Outcome password(
      HttpServletRequest request,
      HttpServletResponse response,
      String account,
      String userName,
      SecretBytes password) {
    pending.forget();
    if (!ACCOUNT.matcher(account).matches() || !USER_NAME.matcher(userName).matches()) {
      refused(
          request, account, userName, false, CommonFault.ACCESS_DENIED, "Failed authentication");
      return Outcome.of(Step.WRONG);
    }
    SignInAttempts.Origin origin =
        new SignInAttempts.Origin(account, userName, request.getRemoteAddr());
    return TURNS.take(
        () -> password(request, response, origin, password),
        () -> {
          refused(request, account, userName, false, CommonFault.THROTTLING, "Too many at once");
          return new Outcome(Step.HELD_BACK, CROWDED, List.of());
        });
  }

  private Outcome password(
      HttpServletRequest request,
      HttpServletResponse response,
      SignInAttempts.Origin origin,
      SecretBytes password) {
    String account = origin.account();
    String userName = origin.userName();
    Duration wait = attempts.begin(origin);
    if (!wait.isZero()) {
      refused(
          request, account, userName, false, CommonFault.THROTTLING, "Too many failed attempts");
      return new Outcome(Step.HELD_BACK, wait, List.of());
    }
    Entrant entrant = access.find(account, userName, password).orElse(null);
    if (entrant == null) {
      refused(
          request, account, userName, false, CommonFault.ACCESS_DENIED, "Failed authentication");
      return Outcome.of(Step.WRONG);
    }
    attempts.succeeded(origin);
    pending.begin(entrant, clock.instant());
    request.getSession();
    request.changeSessionId();
    return goOn(request, response, entrant);
  }

  /** Looks at the code of somebody's device. */
  Outcome code(HttpServletRequest request, HttpServletResponse response, String code) {
    Entrant entrant = entrant().orElse(null);
    if (entrant == null) {
      return Outcome.of(Step.FORGOTTEN);
    }
    if (!access.isCode(entrant, code)) {
      return wrongFactor(request, entrant);
    }
    pending.shown(clock.instant());
    return goOn(request, response, entrant);
  }

  /** The question for a passkey, as the browser wants it; null where none is asked for. */
  @Nullable String question(HttpServletRequest request) {
    Entrant entrant = entrant().filter(Entrant::passkeys).orElse(null);
    if (entrant == null || pending.mfaAt() != null) {
      return null;
    }
    String asked = pending.asked();
    if (asked == null) {
      asked = access.askForPasskey(entrant, BrowserOrigin.of(request));
      pending.ask(asked);
    }
    return ConsoleAccess.question(asked);
  }

  /** Looks at what somebody's passkey has signed. Each question is answered once. */
  Outcome passkey(HttpServletRequest request, HttpServletResponse response, String answer) {
    Entrant entrant = entrant().orElse(null);
    String asked = pending.asked();
    if (entrant == null || asked == null) {
      return Outcome.of(Step.FORGOTTEN);
    }
    pending.ask(access.askForPasskey(entrant, BrowserOrigin.of(request)));
    if (!access.isPasskey(entrant, new PasskeyAnswer(BrowserOrigin.of(request), asked, answer))) {
      return wrongFactor(request, entrant);
    }
    pending.shown(clock.instant());
    return goOn(request, response, entrant);
  }

  private Outcome wrongFactor(HttpServletRequest request, Entrant entrant) {
    refused(
        request,
        entrant.account(),
        entrant.name(),
        true,
        CommonFault.ACCESS_DENIED,
        "Failed authentication");
    pending.failed();
    return Outcome.of(entrant().isEmpty() ? Step.FORGOTTEN : Step.WRONG);
  }

  /**
   * Takes somebody's new password.
   *
   * @param password stays the caller's to close
   */
  Outcome newPassword(
      HttpServletRequest request, HttpServletResponse response, SecretBytes password) {
    Entrant entrant = entrant().filter(known -> next(known) == Step.NEW_PASSWORD).orElse(null);
    if (entrant == null) {
      return Outcome.of(Step.FORGOTTEN);
    }
    NewPassword changed = access.changePassword(entrant, password, pending.mfaAt()).orElse(null);
    if (changed == null) {
      return shutOut(request, entrant);
    }
    ConsoleSession session = changed.session();
    if (session == null) {
      return new Outcome(Step.NEW_PASSWORD, Duration.ZERO, changed.lacks());
    }
    record(
        request,
        access.caller(session, consoleRequest(request)).orElse(null),
        "PasswordUpdated",
        new PasswordUpdated(entrant.account(), entrant.name()),
        null,
        null);
    return admit(request, response, entrant, session);
  }

  /** Asks for what is still missing, or lets in. */
  private Outcome goOn(HttpServletRequest request, HttpServletResponse response, Entrant entrant) {
    Step next = next(entrant);
    return switch (next) {
      case DONE ->
          access
              .begin(entrant, pending.mfaAt())
              .map(session -> admit(request, response, entrant, session))
              .orElseGet(() -> shutOut(request, entrant));
      case EXPIRED -> {
        shutOut(request, entrant, "Password expired");
        yield Outcome.of(next);
      }
      default -> Outcome.of(next);
    };
  }

  private Step next(Entrant entrant) {
    if (entrant.hasSecondFactor() && pending.mfaAt() == null) {
      return Step.SECOND_FACTOR;
    }
    return entrant.passwordState() == PasswordState.VALID
        ? Step.DONE
        : entrant.passwordState() == PasswordState.EXPIRED ? Step.EXPIRED : Step.NEW_PASSWORD;
  }

  /** His way in was closed while he was on it. */
  private Outcome shutOut(HttpServletRequest request, Entrant entrant) {
    shutOut(request, entrant, "Failed authentication");
    return Outcome.of(Step.FORGOTTEN);
  }

  private void shutOut(HttpServletRequest request, Entrant entrant, String why) {
    pending.forget();
    refused(
        request,
        entrant.account(),
        entrant.name(),
        entrant.hasSecondFactor(),
        CommonFault.ACCESS_DENIED,
        why);
  }

  private Outcome admit(
      HttpServletRequest request,
      HttpServletResponse response,
      Entrant entrant,
      ConsoleSession session) {
    pending.forget();
    Optional<Caller> caller = access.caller(session, consoleRequest(request));
    if (caller.isEmpty() || !enter(request, response, session)) {
      return shutOut(request, entrant);
    }
    record(
        request,
        caller.get(),
        ConsoleLogin.EVENT_NAME,
        new ConsoleLogin(entrant.account(), entrant.name(), session.mfaAt() != null),
        null,
        null);
    return Outcome.of(Step.DONE);
  }

  /** Lets somebody in whom an identity provider vouches for; false where his role is gone. */
  boolean guest(HttpServletRequest request, HttpServletResponse response, ConsoleSession session) {
    Optional<Caller> caller = access.caller(session, consoleRequest(request));
    if (caller.isEmpty() || !enter(request, response, session)) {
      return false;
    }
    record(
        request,
        caller.get(),
        ConsoleLogin.EVENT_NAME,
        new ConsoleLogin(session.account(), session.name(), false),
        null,
        null);
    return true;
  }

  /** Records that somebody who came from an identity provider was not let in. */
  void refusedGuest(HttpServletRequest request, String account, String why) {
    refused(request, account, "", false, CommonFault.ACCESS_DENIED, why);
  }

  /** A session that existed before gets another id: somebody else may know the old one. */
  private boolean enter(
      HttpServletRequest request, HttpServletResponse response, ConsoleSession session) {
    boolean known =
        security.authenticate(
                    request, response, withParams().credential(new ConsoleCredential(session)))
                == SUCCESS
            && !security.getPrincipalsByType(ConsoleUser.class).isEmpty();
    if (known) {
      request.getSession();
      request.changeSessionId();
      request
          .getSession()
          .setMaxInactiveInterval(Settings.number("console-idle-seconds", HALF_AN_HOUR));
    }
    return known;
  }

  static ConsoleRequest consoleRequest(HttpServletRequest request) {
    return new ConsoleRequest(
        Settings.region(),
        request.getRemoteAddr(),
        request.getHeader("User-Agent"),
        RequestId.of(request),
        request.isSecure());
  }

  /** Whom somebody claims to be, so that it can be looked up in the account; null for nobody. */
  private @Nullable Caller claimed(HttpServletRequest request, String account, String userName) {
    return ACCOUNT.matcher(account).matches() && USER_NAME.matcher(userName).matches()
        ? access.claimed(account, userName, consoleRequest(request)).orElse(null)
        : null;
  }

  private void refused(
      HttpServletRequest request,
      String account,
      String userName,
      boolean mfaUsed,
      CommonFault fault,
      String errorMessage) {
    Caller claimed = claimed(request, account, userName);
    boolean nameIsKnown = claimed != null || userName.equals(ROOT) || mfaUsed;
    record(
        request,
        claimed,
        ConsoleLogin.EVENT_NAME,
        new ConsoleLogin(
            ACCOUNT.matcher(account).matches() ? account : null,
            nameIsKnown ? userName : null,
            mfaUsed),
        fault == CommonFault.ACCESS_DENIED ? null : fault,
        errorMessage);
  }

  private void record(
      HttpServletRequest request,
      @Nullable Caller caller,
      String eventName,
      Record parameters,
      @Nullable CommonFault fault,
      @Nullable String errorMessage) {
    Instant now = clock.instant();
    trail.record(
        new AuditEvent(
            now,
            caller,
            Settings.region(),
            "signin.amazonaws.com",
            eventName,
            RequestId.of(request),
            request.getRemoteAddr(),
            request.getHeader("User-Agent"),
            parameters,
            List.of(),
            fault == null ? null : fault.code(),
            errorMessage));
  }
}
