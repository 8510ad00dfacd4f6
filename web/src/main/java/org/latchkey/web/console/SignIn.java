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
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.AuditEvent;
import org.latchkey.audit.Trail;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Settings;

/** Signs somebody in: holds back guessing, asks Jakarta Security, leaves an audit record. */
@ApplicationScoped
class SignIn {

  /** What came of an attempt. */
  record Outcome(boolean success, Duration delay) {}

  /**
   * What the audit trail shows of an attempt.
   *
   * @param userName null where it may be anything: people type their password into the wrong field
   */
  public record ConsoleLogin(@Nullable String accountId, @Nullable String userName) {}

  private static final int SESSION_SECONDS = 30 * 60;
  private static final String ROOT = "root";
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");

  @Inject private SecurityContext security;
  @Inject private SignInAttempts attempts;
  @Inject private Trail trail;
  @Inject private Clock clock;

  /**
   * Tries to sign in for the session of {@code request}.
   *
   * @param password closed when this returns
   */
  Outcome attempt(
      HttpServletRequest request,
      HttpServletResponse response,
      String account,
      String userName,
      SecretBytes password) {
    ConsoleCredential credential =
        new ConsoleCredential(
            account,
            userName,
            password,
            Settings.region(),
            request.getRemoteAddr(),
            RequestId.of(request),
            request.isSecure());
    try {
      SignInAttempts.Origin origin =
          new SignInAttempts.Origin(account, userName, request.getRemoteAddr());
      Duration wait = attempts.begin(origin);
      if (!wait.isZero()) {
        record(request, credential, null, CommonFault.THROTTLING, "Too many failed attempts");
        return new Outcome(false, wait);
      }
      if (!authenticated(request, response, credential)) {
        record(request, credential, null, CommonFault.ACCESS_DENIED, "Failed authentication");
        return new Outcome(false, Duration.ZERO);
      }
      attempts.succeeded(origin);
      begin(request, credential);
      return new Outcome(true, Duration.ZERO);
    } finally {
      credential.clear();
    }
  }

  private boolean authenticated(
      HttpServletRequest request, HttpServletResponse response, ConsoleCredential credential) {
    return security.authenticate(request, response, withParams().credential(credential)) == SUCCESS
        && user().isPresent();
  }

  /** A session that existed before gets another id: somebody else may know the old one. */
  private void begin(HttpServletRequest request, ConsoleCredential credential) {
    Caller caller =
        user()
            .orElseThrow()
            .caller(
                credential.region(),
                credential.sourceIp(),
                request.getHeader("User-Agent"),
                credential.requestId(),
                credential.secureTransport());
    record(request, credential, caller, null, null);
    request.getSession();
    request.changeSessionId();
    request.getSession().setMaxInactiveInterval(SESSION_SECONDS);
  }

  private Optional<ConsoleUser> user() {
    return security.getPrincipalsByType(ConsoleUser.class).stream().findFirst();
  }

  private void record(
      HttpServletRequest request,
      ConsoleCredential credential,
      @Nullable Caller caller,
      @Nullable CommonFault fault,
      @Nullable String errorMessage) {
    boolean nameIsKnown = caller != null || credential.userName().equals(ROOT);
    boolean accountIsKnown = ACCOUNT.matcher(credential.account()).matches();
    trail.record(
        new AuditEvent(
            clock.instant(),
            caller,
            credential.region(),
            "signin.amazonaws.com",
            "ConsoleLogin",
            credential.requestId(),
            credential.sourceIp(),
            request.getHeader("User-Agent"),
            new ConsoleLogin(
                accountIsKnown ? credential.account() : null,
                nameIsKnown ? credential.userName() : null),
            List.of(),
            fault == null ? null : fault.code(),
            errorMessage));
  }
}
