package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.RequestContext;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** Finds the authority that a request names, and lets the caller act on it or refuses. */
@ApplicationScoped
class AuthorityAccess {

  @Inject private Authorities authorities;
  @Inject private Authorizer authorizer;
  @Inject private Clock clock;

  /**
   * The authority with this ARN, once the caller may do {@code action} with it.
   *
   * @param action without its service's prefix, for example {@code IssueCertificate}
   * @throws ServiceException {@code InvalidArnException}, {@code ResourceNotFoundException}, {@code
   *     AccessDeniedException}
   */
  Authority authorized(Caller caller, String arn, String action) {
    return authorized(caller, arn, action, RequestContext.builder());
  }

  /** As above, with condition keys of the request's own. */
  Authority authorized(Caller caller, String arn, String action, RequestContext.Builder context) {
    Authority authority = find(caller, arn).orElseThrow(() -> notFound(arn));
    authorize(caller, authority, action, context);
    return authority;
  }

  private void authorize(
      Caller caller, Authority authority, String action, RequestContext.Builder context) {
    authorizer.authorize(question(caller, authority, action, context));
  }

  /** Whether the caller may do {@code action} with an authority. */
  boolean allows(Caller caller, Authority authority, String action) {
    return authorizer
        .decide(question(caller, authority, action, RequestContext.builder()))
        .allowed();
  }

  private static AuthorizationRequest question(
      Caller caller, Authority authority, String action, RequestContext.Builder context) {
    context.attach(authority);
    context.resourceTags(authority::tags);
    return AuthorizationRequest.on(authority.arn(), caller, "acm-pca:" + action, context.build());
  }

  /**
   * As above, kept from changing until the transaction ends. The caller is asked about again under
   * the policy that there is by then.
   */
  Authority authorizedToChange(Caller caller, String arn, String action) {
    return authorizedToChange(caller, arn, action, RequestContext.builder());
  }

  /** As above, with condition keys of the request's own. */
  Authority authorizedToChange(
      Caller caller, String arn, String action, RequestContext.Builder context) {
    Authority found = authorized(caller, arn, action, context);
    Authority locked =
        authorities
            .lock(found.id())
            .filter(authority -> !authority.isGone(clock.instant()))
            .orElseThrow(() -> notFound(arn));
    authorize(caller, locked, action, context);
    return locked;
  }

  /** Lets the caller do what concerns no authority of its own, or refuses. */
  void authorizeAccount(Caller caller, String action, Map<String, String> requestTags) {
    authorizer.authorize(
        AuthorizationRequest.onAccount(
            caller,
            "acm-pca:" + action,
            RequestContext.builder().requestTags(requestTags).build()));
  }

  private Optional<Authority> find(Caller caller, String arn) {
    Arn named =
        Arn.parse(arn)
            .filter(parsed -> parsed.service().equals("acm-pca"))
            .orElseThrow(
                () -> new ServiceException(AuthorityFault.INVALID_ARN, "Invalid ARN: " + arn));
    return named
        .resourceAfter("certificate-authority/")
        .filter(id -> named.region().equals(caller.region()))
        .flatMap(authorities::find)
        .filter(found -> found.arn().equals(named))
        .filter(found -> !found.isGone(clock.instant()));
  }

  private static ServiceException notFound(String arn) {
    return new ServiceException(
        AuthorityFault.RESOURCE_NOT_FOUND, "Could not find Certificate Authority " + arn);
  }
}
