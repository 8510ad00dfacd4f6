package org.latchkey.web.console;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.security.enterprise.SecurityContext;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.iam.ConsoleAccess;
import org.latchkey.iam.ConsoleRequest;
import org.latchkey.iam.ConsoleSession;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** Whoever is signed in, as the caller of this request's operations. */
@Named
@RequestScoped
public class CurrentUser {

  private static final int ACCOUNT_GROUP = 4;

  @Inject private SecurityContext security;
  @Inject private HttpServletRequest request;
  @Inject private CurrentRegion region;
  @Inject private ConsoleAccess access;

  private @Nullable Caller known;

  /** Whether somebody is signed in. */
  public boolean isSignedIn() {
    return session().isPresent();
  }

  /** Whether somebody who was signed in may not be here any more. */
  boolean isShutOut() {
    return isSignedIn() && lookUp().isEmpty();
  }

  /** The user's name, for example {@code root}. */
  public String getName() {
    return required().name();
  }

  /** The account's id in three groups, as people read it out. */
  public String getAccount() {
    String account = required().account();
    return account.substring(0, ACCOUNT_GROUP)
        + '-'
        + account.substring(ACCOUNT_GROUP, 2 * ACCOUNT_GROUP)
        + '-'
        + account.substring(2 * ACCOUNT_GROUP);
  }

  /** The address that a command line reaches this server at, without a slash at its end. */
  public String getEndpoint() {
    String url = request.getRequestURL().toString();
    return url.substring(0, url.length() - request.getRequestURI().length());
  }

  /**
   * The caller in the Region that is chosen.
   *
   * @throws ServiceException {@code AccessDeniedException} where nobody is signed in
   */
  Caller caller() {
    if (known == null) {
      known = lookUp().orElseThrow(CurrentUser::nobody);
    }
    return known.in(region.getName());
  }

  private Optional<Caller> lookUp() {
    return session()
        .flatMap(
            session ->
                access.caller(
                    session,
                    new ConsoleRequest(
                        region.getName(),
                        request.getRemoteAddr(),
                        request.getHeader("User-Agent"),
                        RequestId.of(request),
                        request.isSecure())));
  }

  /** The caller in the Region of the resource that {@code identifier} names, if that is an ARN. */
  Caller callerFor(String identifier) {
    Caller caller = caller();
    return Arn.parse(identifier)
        .map(Arn::region)
        .filter(name -> !name.isEmpty())
        .map(caller::in)
        .orElse(caller);
  }

  /** Ends the session. */
  public String signOut() throws ServletException {
    request.logout();
    request.getSession().invalidate();
    return "/console/login?faces-redirect=true";
  }

  private ConsoleSession required() {
    return session().orElseThrow(CurrentUser::nobody);
  }

  private Optional<ConsoleSession> session() {
    return security.getPrincipalsByType(ConsoleUser.class).stream()
        .findFirst()
        .map(ConsoleUser::session);
  }

  private static ServiceException nobody() {
    return new ServiceException(CommonFault.ACCESS_DENIED, "Nobody is signed in.");
  }
}
