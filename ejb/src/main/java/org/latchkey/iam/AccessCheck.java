package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.AuthorizationRequest;
import org.latchkey.access.Authorizer;
import org.latchkey.access.Decision;
import org.latchkey.access.RequestContext;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Finds what IAM's operations are about, once the caller may ask: whoever may not is told so
 * whether or not there is such a user or role.
 */
@ApplicationScoped
class AccessCheck {

  /** How actions begin that change nothing. */
  private static final List<String> READING = List.of("iam:Get", "iam:List", "iam:Simulate");

  @Inject private Authorizer authorizer;
  @Inject private UserDirectory users;
  @Inject private RoleDirectory roles;
  @Inject private Groups groups;

  /** A resource of IAM in the caller's account; IAM's ARNs name no Region. */
  static Arn arn(Caller caller, String resource) {
    return Arn.of("iam", "", caller.account(), resource);
  }

  /**
   * Lets the caller do something to a resource, or refuses.
   *
   * @throws ServiceException {@code AccessDenied}, {@code InvalidClientTokenId}
   */
  void authorize(Caller caller, String action, Arn resource, RequestContext.Builder context) {
    authorize(AuthorizationRequest.on(resource, caller, action, context.build()));
  }

  void authorize(Caller caller, String action, Arn resource) {
    authorize(caller, action, resource, RequestContext.builder());
  }

  /**
   * Lets the caller make something with tags: giving them is a permission of its own.
   *
   * @throws ServiceException {@code AccessDenied}
   */
  void authorizeTags(Caller caller, String action, Arn resource, Map<String, String> tags) {
    if (!tags.isEmpty()) {
      authorize(caller, action, resource, RequestContext.builder().requestTags(tags));
    }
  }

  /**
   * Lets the caller do something where it is let anyway, unless a policy denies it; where it is not
   * let anyway, asks for a policy that allows it.
   *
   * @throws ServiceException {@code AccessDenied}
   */
  void authorizeUnless(
      boolean let, Caller caller, String action, Arn resource, RequestContext.Builder context) {
    AuthorizationRequest request =
        AuthorizationRequest.on(resource, caller, action, context.build());
    requireUsable(caller);
    if (!let || authorizer.decide(request).outcome() == Decision.Outcome.EXPLICIT_DENY) {
      authorize(request);
    }
  }

  /** For what AWS lends to every account: the resource is none of the account's own. */
  void authorizeShared(Caller caller, String action, Arn resource) {
    authorize(
        new AuthorizationRequest(
            caller, action, resource.toString(), caller.account(), RequestContext.empty()));
  }

  /** For actions that concern no resource of their own. */
  void authorizeAccount(Caller caller, String action) {
    authorize(AuthorizationRequest.onAccount(caller, action, RequestContext.empty()));
  }

  private void authorize(AuthorizationRequest request) {
    requireUsable(request.caller());
    authorizer.authorize(request);
  }

  /**
   * Refuses GetSessionToken's credentials of whoever showed no second factor: to IAM they are none.
   *
   * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html">AWS
   *     STS API Reference, GetSessionToken, "Permissions"</a>
   */
  private static void requireUsable(Caller caller) {
    Caller.Session session = caller.session();
    if (session != null && session.roleArn() == null && caller.mfaAuthenticatedAt() == null) {
      throw new ServiceException(
          CommonFault.UNRECOGNIZED_CLIENT, "The security token included in the request is invalid");
    }
  }

  /**
   * The user of that name in the caller's account.
   *
   * @throws ServiceException {@code AccessDenied}, {@code NoSuchEntity}
   */
  User user(Caller caller, String action, String name) {
    return user(caller, action, name, RequestContext.builder());
  }

  /**
   * The user of that name in the caller's account.
   *
   * @param context what policies may ask of the request besides the user's tags
   */
  User user(Caller caller, String action, String name, RequestContext.Builder context) {
    Optional<User> user = users.find(caller.account(), name);
    Arn arn =
        user.flatMap(found -> Arn.parse(found.arn())).orElseGet(() -> arn(caller, "user/" + name));
    withTags(context, user.map(User::tags).orElseGet(Map::of));
    authorize(caller, action, arn, context);
    return user.orElseThrow(() -> noSuch("user", name));
  }

  /**
   * The user of that name, or the caller itself where no name is given.
   *
   * @throws ServiceException {@code AccessDenied}, {@code NoSuchEntity}, {@code ValidationError}
   *     where a role names nobody
   */
  User userOrSelf(Caller caller, String action, @Nullable String name) {
    if (name != null) {
      return user(caller, action, name);
    }
    User self =
        users
            .find(caller.userId())
            .orElseThrow(
                () ->
                    new ServiceException(
                        CommonFault.VALIDATION,
                        "Must specify userName when calling with non-User credentials"));
    authorizeOn(caller, action, self);
    return self;
  }

  /**
   * Lets the caller do something to a user that is at hand, or refuses.
   *
   * @throws ServiceException {@code AccessDenied}
   */
  void authorizeOn(Caller caller, String action, User user) {
    authorize(
        caller,
        action,
        Arn.parse(user.arn()).orElseThrow(),
        withTags(RequestContext.builder(), user.tags()));
  }

  /**
   * The role of that name in the caller's account. Roles of services can be read alone.
   *
   * @throws ServiceException {@code AccessDenied}, {@code NoSuchEntity}, {@code UnmodifiableEntity}
   */
  Role role(Caller caller, String action, String name) {
    return role(caller, action, name, RequestContext.builder());
  }

  Role role(Caller caller, String action, String name, RequestContext.Builder context) {
    Optional<Role> role = roles.find(caller.account(), name);
    Arn arn =
        role.flatMap(found -> Arn.parse(found.arn())).orElseGet(() -> arn(caller, "role/" + name));
    withTags(context, role.map(Role::tags).orElseGet(Map::of));
    authorize(caller, action, arn, context);
    Role found = role.orElseThrow(() -> noSuch("role", name));
    if (READING.stream().noneMatch(action::startsWith)) {
      ServiceRoles.requireModifiable(found);
    }
    return found;
  }

  /**
   * The group of that name in the caller's account.
   *
   * @throws ServiceException {@code AccessDenied}, {@code NoSuchEntity}
   */
  Group group(Caller caller, String action, String name, RequestContext.Builder context) {
    Optional<Group> group = groups.named(caller.account(), name);
    Arn arn =
        group
            .flatMap(found -> Arn.parse(found.arn()))
            .orElseGet(() -> arn(caller, "group/" + name));
    authorize(caller, action, arn, context);
    return group.orElseThrow(() -> noSuch("group", name));
  }

  Group group(Caller caller, String action, String name) {
    return group(caller, action, name, RequestContext.builder());
  }

  private static RequestContext.Builder withTags(
      RequestContext.Builder context, Map<String, String> tags) {
    return context.resourceTags(() -> tags).lazilyEach("iam:ResourceTag/", () -> tags);
  }

  static ServiceException noSuch(String kind, String name) {
    return new ServiceException(
        IdentityFault.NO_SUCH_ENTITY, "The " + kind + " with name " + name + " cannot be found.");
  }
}
