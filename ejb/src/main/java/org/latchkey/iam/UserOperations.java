package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.identity.AccessKeyDirectory;
import org.latchkey.identity.ConsolePasswords;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The users of an account. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class UserOperations {

  public record CreateUserRequest(
      @Nullable String path,
      String userName,
      @Nullable String permissionsBoundary,
      @Nullable List<Tag> tags) {}

  public record CreateUserResponse(UserDescription user) {}

  public record GetUserRequest(@Nullable String userName) {}

  public record GetUserResponse(UserDescription user) {}

  public record ListUsersRequest(
      @Nullable String pathPrefix, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListUsersResponse(
      List<UserDescription> users, boolean isTruncated, @Nullable String marker) {}

  public record UpdateUserRequest(
      String userName, @Nullable String newPath, @Nullable String newUserName) {}

  public record DeleteUserRequest(String userName) {}

  public record TagUserRequest(String userName, List<Tag> tags) {}

  public record UntagUserRequest(String userName, List<String> tagKeys) {}

  public record ListUserTagsRequest(
      String userName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListUserTagsResponse(
      List<Tag> tags, boolean isTruncated, @Nullable String marker) {}

  public record PutUserPermissionsBoundaryRequest(String userName, String permissionsBoundary) {}

  public record DeleteUserPermissionsBoundaryRequest(String userName) {}

  @Inject private AccessCheck access;
  @Inject private UserDirectory users;
  @Inject private AccessKeyDirectory accessKeys;
  @Inject private SecondFactors factors;
  @Inject private ConsolePasswords passwords;
  @Inject private Policies policies;
  @Inject private Groups groups;
  @Inject private Boundaries boundaries;

  /**
   * Makes a user who may do nothing yet.
   *
   * @throws ServiceException {@code EntityAlreadyExists}, {@code InvalidInput}, {@code
   *     LimitExceeded}, {@code NoSuchEntity} for a boundary that does not exist
   */
  public CreateUserResponse createUser(Caller caller, CreateUserRequest request) {
    Map<String, String> tags = Tags.of(request.tags());
    String path = path(request.path());
    Arn arn = AccessCheck.arn(caller, "user" + path + request.userName());
    access.authorize(
        caller,
        "iam:CreateUser",
        arn,
        boundaries.asked(request.permissionsBoundary()).requestTags(tags));
    access.authorizeTags(caller, "iam:TagUser", arn, tags);
    boundaries.requireUsable(caller, request.permissionsBoundary());
    return new CreateUserResponse(
        UserDescription.of(
            users.create(
                caller.account(), path, request.userName(), request.permissionsBoundary(), tags)));
  }

  /** A user; the caller itself where no name is given. */
  public GetUserResponse getUser(Caller caller, GetUserRequest request) {
    return new GetUserResponse(
        UserDescription.of(access.userOrSelf(caller, "iam:GetUser", request.userName())));
  }

  /** The users whose path begins so, by their names. */
  public ListUsersResponse listUsers(Caller caller, ListUsersRequest request) {
    String prefix = path(request.pathPrefix());
    access.authorize(caller, "iam:ListUsers", AccessCheck.arn(caller, "user" + prefix));
    Paging paging = Paging.of(request.marker(), request.maxItems());
    Page<User> page =
        paging.page(
            users.list(caller.account(), prefix, paging.after(), paging.rows()), User::name);
    return new ListUsersResponse(
        page.map(UserDescription::listed).items(), page.truncated(), page.nextMarker());
  }

  /**
   * Gives a user another name or path, for which the caller needs the permission, too. An
   * integrated service's user keeps its own: grants name it by its ARN.
   *
   * @throws ServiceException {@code EntityAlreadyExists}, {@code NoSuchEntity}, {@code
   *     UnmodifiableEntity}
   */
  public void updateUser(Caller caller, UpdateUserRequest request) {
    User user = access.user(caller, "iam:UpdateUser", request.userName());
    String path = request.newPath() == null ? user.path() : request.newPath();
    String name = request.newUserName() == null ? user.name() : request.newUserName();
    access.authorize(caller, "iam:UpdateUser", AccessCheck.arn(caller, "user" + path + name));
    if (users.hasServiceLogin(user) && !(path.equals(user.path()) && name.equals(user.name()))) {
      throw new ServiceException(
          IdentityFault.UNMODIFIABLE_ENTITY,
          "The user " + user.name() + " is an integrated service's and keeps its name and path.");
    }
    users.rename(user, path, name);
  }

  /**
   * Deletes a user who has no credentials, policies or groups any more.
   *
   * @throws ServiceException {@code DeleteConflict}, {@code NoSuchEntity}
   */
  public void deleteUser(Caller caller, DeleteUserRequest request) {
    User user = access.user(caller, "iam:DeleteUser", request.userName());
    users.lock(user);
    requireNone(accessKeys.list(user.userId()), "must delete access keys first.");
    requireNone(factors.of(user), "must deactivate MFA device first.");
    if (passwords.login(user.userId()).isPresent()) {
      throw conflict("must delete login profile first.");
    }
    requireNone(policies.inline(user.userId()), "must delete policies first.");
    requireNone(policies.attached(user.userId()), "must detach all policies first.");
    requireNone(groups.idsOf(user.userId()), "must remove users from group first.");
    if (users.hasServiceLogin(user)) {
      throw conflict("must delete service-specific credentials first.");
    }
    users.delete(user);
  }

  /** Adds tags to a user, and gives those that it has new values. */
  public void tagUser(Caller caller, TagUserRequest request) {
    Map<String, String> tags = Tags.of(request.tags());
    User user =
        access.user(
            caller, "iam:TagUser", request.userName(), RequestContext.builder().requestTags(tags));
    users.tag(user, Tags.join(users.lock(user).tags(), tags));
  }

  /** Takes tags from a user; those that it does not have are passed over. */
  public void untagUser(Caller caller, UntagUserRequest request) {
    User user =
        access.user(
            caller,
            "iam:UntagUser",
            request.userName(),
            RequestContext.builder().putAll("aws:TagKeys", request.tagKeys()));
    users.tag(user, Tags.without(users.lock(user).tags(), request.tagKeys()));
  }

  /** A user's tags, by their keys. */
  public ListUserTagsResponse listUserTags(Caller caller, ListUserTagsRequest request) {
    User user = access.user(caller, "iam:ListUserTags", request.userName());
    Page<Tag> page =
        Paging.of(request.marker(), request.maxItems()).cut(Tags.list(user.tags()), Tag::key);
    return new ListUserTagsResponse(page.items(), page.truncated(), page.nextMarker());
  }

  /** Bounds what a user's policies can allow by a managed policy. */
  public void putUserPermissionsBoundary(Caller caller, PutUserPermissionsBoundaryRequest request) {
    User user =
        access.user(
            caller,
            "iam:PutUserPermissionsBoundary",
            request.userName(),
            boundaries.asked(request.permissionsBoundary()));
    boundaries.requireUsable(caller, request.permissionsBoundary());
    users.bound(user, request.permissionsBoundary());
  }

  /**
   * Lifts a user's bounds.
   *
   * @throws ServiceException {@code NoSuchEntity} where there are none
   */
  public void deleteUserPermissionsBoundary(
      Caller caller, DeleteUserPermissionsBoundaryRequest request) {
    User user =
        access.user(
            caller,
            "iam:DeleteUserPermissionsBoundary",
            request.userName(),
            boundaries.asked(
                users
                    .find(caller.account(), request.userName())
                    .map(User::permissionsBoundary)
                    .orElse(null)));
    boundaries.requireSet(user.permissionsBoundary(), user.name());
    users.bound(user, null);
  }

  static String path(@Nullable String given) {
    return given == null ? "/" : given;
  }

  private static void requireNone(List<?> left, String sentence) {
    if (!left.isEmpty()) {
      throw conflict(sentence);
    }
  }

  private static ServiceException conflict(String sentence) {
    return new ServiceException(IdentityFault.DELETE_CONFLICT, "Cannot delete entity, " + sentence);
  }
}
