package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.crypto.Tokens;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The groups of an account, and who is in them: a user in ten at most. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class GroupOperations {

  public record CreateGroupRequest(@Nullable String path, String groupName) {}

  public record CreateGroupResponse(GroupDescription group) {}

  public record GetGroupRequest(
      String groupName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record GetGroupResponse(
      GroupDescription group,
      List<UserDescription> users,
      boolean isTruncated,
      @Nullable String marker) {}

  public record ListGroupsRequest(
      @Nullable String pathPrefix, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListGroupsResponse(
      List<GroupDescription> groups, boolean isTruncated, @Nullable String marker) {}

  public record UpdateGroupRequest(
      String groupName, @Nullable String newPath, @Nullable String newGroupName) {}

  public record DeleteGroupRequest(String groupName) {}

  public record AddUserToGroupRequest(String groupName, String userName) {}

  public record RemoveUserFromGroupRequest(String groupName, String userName) {}

  public record ListGroupsForUserRequest(
      String userName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListGroupsForUserResponse(
      List<GroupDescription> groups, boolean isTruncated, @Nullable String marker) {}

  private static final int ID_LENGTH = 17;
  private static final int MOST_OF_USER = 10;

  @Inject private AccessCheck access;
  @Inject private Groups groups;
  @Inject private PolicyOwners owners;
  @Inject private Policies policies;
  @Inject private UserDirectory users;
  @Inject private Clock clock;

  /**
   * Makes a group.
   *
   * @throws ServiceException {@code EntityAlreadyExists}
   */
  public CreateGroupResponse createGroup(Caller caller, CreateGroupRequest request) {
    String path = UserOperations.path(request.path());
    String name = request.groupName();
    access.authorize(caller, "iam:CreateGroup", AccessCheck.arn(caller, "group" + path + name));
    requireFree(caller, name);
    Group group =
        new Group("AGPA" + Tokens.base32(ID_LENGTH), caller.account(), path, name, clock.instant());
    groups.add(group);
    return new CreateGroupResponse(GroupDescription.of(group));
  }

  /** A group and its users, by their unique ids. */
  public GetGroupResponse getGroup(Caller caller, GetGroupRequest request) {
    Group group = access.group(caller, "iam:GetGroup", request.groupName());
    Paging paging = Paging.of(request.marker(), request.maxItems());
    Page<String> page =
        paging.page(groups.memberIds(group.id(), paging.after(), paging.rows()), id -> id);
    return new GetGroupResponse(
        GroupDescription.of(group),
        users.all(page.items()).stream().map(UserDescription::listed).toList(),
        page.truncated(),
        page.nextMarker());
  }

  /** The groups whose path begins so, by their names. */
  public ListGroupsResponse listGroups(Caller caller, ListGroupsRequest request) {
    String prefix = UserOperations.path(request.pathPrefix());
    access.authorize(caller, "iam:ListGroups", AccessCheck.arn(caller, "group" + prefix));
    Paging paging = Paging.of(request.marker(), request.maxItems());
    Page<Group> page =
        paging.page(
            groups.list(caller.account(), prefix, paging.after(), paging.rows()), Group::name);
    return new ListGroupsResponse(
        page.map(GroupDescription::of).items(), page.truncated(), page.nextMarker());
  }

  /**
   * Gives a group another name or path, for which the caller needs the permission, too.
   *
   * @throws ServiceException {@code EntityAlreadyExists}, {@code NoSuchEntity}
   */
  public void updateGroup(Caller caller, UpdateGroupRequest request) {
    Group group = access.group(caller, "iam:UpdateGroup", request.groupName());
    String path = request.newPath() == null ? group.path() : request.newPath();
    String name = request.newGroupName() == null ? group.name() : request.newGroupName();
    access.authorize(caller, "iam:UpdateGroup", AccessCheck.arn(caller, "group" + path + name));
    if (!group.name().equalsIgnoreCase(name)) {
      requireFree(caller, name);
    }
    group.rename(path, name);
  }

  /**
   * Deletes a group that has neither users nor policies any more.
   *
   * @throws ServiceException {@code DeleteConflict}, {@code NoSuchEntity}
   */
  public void deleteGroup(Caller caller, DeleteGroupRequest request) {
    Group group = access.group(caller, "iam:DeleteGroup", request.groupName());
    owners.lock(PolicyOwner.of(group, caller.account()));
    requireNone(groups.memberIds(group.id(), null, 1), "must remove users from group first.");
    requireNone(policies.inline(group.id()), "must delete policies first.");
    requireNone(policies.attached(group.id()), "must detach all policies first.");
    groups.remove(group);
  }

  /**
   * Puts a user into a group; one who is in it stays.
   *
   * @throws ServiceException {@code LimitExceeded} above ten groups, {@code NoSuchEntity}
   */
  public void addUserToGroup(Caller caller, AddUserToGroupRequest request) {
    Group group = access.group(caller, "iam:AddUserToGroup", request.groupName());
    User user = requireUser(caller, request.userName());
    owners.lock(PolicyOwner.of(group, caller.account()));
    users.lock(user);
    List<String> known = groups.idsOf(user.userId());
    if (known.contains(group.id())) {
      return;
    }
    if (known.size() >= MOST_OF_USER) {
      throw new ServiceException(
          IdentityFault.LIMIT_EXCEEDED, "Cannot exceed quota for GroupsPerUser: " + MOST_OF_USER);
    }
    groups.add(new GroupMember(user.userId(), group.id()));
  }

  /** Takes a user out of a group. */
  public void removeUserFromGroup(Caller caller, RemoveUserFromGroupRequest request) {
    Group group = access.group(caller, "iam:RemoveUserFromGroup", request.groupName());
    User user = requireUser(caller, request.userName());
    groups
        .member(user.userId(), group.id())
        .ifPresentOrElse(
            groups::remove,
            () -> {
              throw AccessCheck.noSuch("user", request.userName() + " in this group");
            });
  }

  /** The groups that a user is in, by their names. */
  public ListGroupsForUserResponse listGroupsForUser(
      Caller caller, ListGroupsForUserRequest request) {
    User user = access.user(caller, "iam:ListGroupsForUser", request.userName());
    Page<GroupDescription> page =
        Paging.of(request.marker(), request.maxItems())
            .cut(
                groups.of(user.userId()).stream().map(GroupDescription::of).toList(),
                GroupDescription::groupName);
    return new ListGroupsForUserResponse(page.items(), page.truncated(), page.nextMarker());
  }

  private User requireUser(Caller caller, String name) {
    return users.find(caller.account(), name).orElseThrow(() -> AccessCheck.noSuch("user", name));
  }

  private void requireFree(Caller caller, String name) {
    if (groups.taken(caller.account(), name)) {
      throw new ServiceException(
          IdentityFault.ENTITY_ALREADY_EXISTS, "Group with name " + name + " already exists.");
    }
  }

  private static void requireNone(List<?> left, String sentence) {
    if (!left.isEmpty()) {
      throw new ServiceException(
          IdentityFault.DELETE_CONFLICT, "Cannot delete entity, " + sentence);
    }
  }
}
