package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** Which managed policies users, groups and roles have: ten each at most. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class AttachmentOperations {

  public record AttachUserPolicyRequest(String userName, String policyArn) {}

  public record DetachUserPolicyRequest(String userName, String policyArn) {}

  public record ListAttachedUserPoliciesRequest(
      String userName,
      @Nullable String pathPrefix,
      @Nullable String marker,
      @Nullable Integer maxItems) {}

  public record ListAttachedUserPoliciesResponse(
      List<AttachedPolicy> attachedPolicies, boolean isTruncated, @Nullable String marker) {}

  public record AttachGroupPolicyRequest(String groupName, String policyArn) {}

  public record DetachGroupPolicyRequest(String groupName, String policyArn) {}

  public record ListAttachedGroupPoliciesRequest(
      String groupName,
      @Nullable String pathPrefix,
      @Nullable String marker,
      @Nullable Integer maxItems) {}

  public record ListAttachedGroupPoliciesResponse(
      List<AttachedPolicy> attachedPolicies, boolean isTruncated, @Nullable String marker) {}

  public record AttachRolePolicyRequest(String roleName, String policyArn) {}

  public record DetachRolePolicyRequest(String roleName, String policyArn) {}

  public record ListAttachedRolePoliciesRequest(
      String roleName,
      @Nullable String pathPrefix,
      @Nullable String marker,
      @Nullable Integer maxItems) {}

  public record ListAttachedRolePoliciesResponse(
      List<AttachedPolicy> attachedPolicies, boolean isTruncated, @Nullable String marker) {}

  public record ListEntitiesForPolicyRequest(
      String policyArn,
      @Nullable String entityFilter,
      @Nullable String pathPrefix,
      @Nullable String policyUsageFilter,
      @Nullable String marker,
      @Nullable Integer maxItems) {}

  public record ListEntitiesForPolicyResponse(
      List<PolicyGroup> policyGroups,
      List<PolicyUser> policyUsers,
      List<PolicyRole> policyRoles,
      boolean isTruncated,
      @Nullable String marker) {}

  public record PolicyUser(String userName, String userId) {}

  public record PolicyGroup(String groupName, String groupId) {}

  public record PolicyRole(String roleName, String roleId) {}

  public record AttachedPolicy(String policyName, String policyArn) {}

  private static final int MOST = 10;

  @Inject private AccessCheck access;
  @Inject private Policies policies;
  @Inject private Boundaries boundaries;
  @Inject private PolicyOwners owners;
  @Inject private Groups groups;
  @Inject private UserDirectory users;
  @Inject private RoleDirectory roles;

  /**
   * Gives a user a managed policy; one that it has already stays.
   *
   * @throws ServiceException {@code NoSuchEntity}, {@code LimitExceeded} above ten
   */
  public void attachUserPolicy(Caller caller, AttachUserPolicyRequest request) {
    attach(
        caller,
        PolicyOwner.of(
            access.user(
                caller,
                "iam:AttachUserPolicy",
                request.userName(),
                aboutUser(caller, request.userName(), request.policyArn()))),
        request.policyArn());
  }

  /**
   * Takes a managed policy from a user.
   *
   * @throws ServiceException {@code NoSuchEntity} where it does not have it
   */
  public void detachUserPolicy(Caller caller, DetachUserPolicyRequest request) {
    detach(
        PolicyOwner.of(
            access.user(
                caller,
                "iam:DetachUserPolicy",
                request.userName(),
                aboutUser(caller, request.userName(), request.policyArn()))),
        request.policyArn());
  }

  /** The managed policies that a user has, by their ARNs. */
  public ListAttachedUserPoliciesResponse listAttachedUserPolicies(
      Caller caller, ListAttachedUserPoliciesRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(access.user(caller, "iam:ListAttachedUserPolicies", request.userName()));
    Page<AttachedPolicy> page =
        list(owner, request.pathPrefix(), request.marker(), request.maxItems());
    return new ListAttachedUserPoliciesResponse(page.items(), page.truncated(), page.nextMarker());
  }

  /**
   * Gives a group a managed policy; one that it has already stays.
   *
   * @throws ServiceException {@code NoSuchEntity}, {@code LimitExceeded} above ten
   */
  public void attachGroupPolicy(Caller caller, AttachGroupPolicyRequest request) {
    attach(
        caller,
        PolicyOwner.of(
            access.group(
                caller, "iam:AttachGroupPolicy", request.groupName(), about(request.policyArn())),
            caller.account()),
        request.policyArn());
  }

  /**
   * Takes a managed policy from a group.
   *
   * @throws ServiceException {@code NoSuchEntity} where it does not have it
   */
  public void detachGroupPolicy(Caller caller, DetachGroupPolicyRequest request) {
    detach(
        PolicyOwner.of(
            access.group(
                caller, "iam:DetachGroupPolicy", request.groupName(), about(request.policyArn())),
            caller.account()),
        request.policyArn());
  }

  /** The managed policies that a group has, by their ARNs. */
  public ListAttachedGroupPoliciesResponse listAttachedGroupPolicies(
      Caller caller, ListAttachedGroupPoliciesRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(
            access.group(caller, "iam:ListAttachedGroupPolicies", request.groupName()),
            caller.account());
    Page<AttachedPolicy> page =
        list(owner, request.pathPrefix(), request.marker(), request.maxItems());
    return new ListAttachedGroupPoliciesResponse(page.items(), page.truncated(), page.nextMarker());
  }

  /**
   * Gives a role a managed policy; one that it has already stays.
   *
   * @throws ServiceException {@code NoSuchEntity}, {@code LimitExceeded} above ten
   */
  public void attachRolePolicy(Caller caller, AttachRolePolicyRequest request) {
    attach(
        caller,
        PolicyOwner.of(
            access.role(
                caller,
                "iam:AttachRolePolicy",
                request.roleName(),
                aboutRole(caller, request.roleName(), request.policyArn()))),
        request.policyArn());
  }

  /**
   * Takes a managed policy from a role.
   *
   * @throws ServiceException {@code NoSuchEntity} where it does not have it
   */
  public void detachRolePolicy(Caller caller, DetachRolePolicyRequest request) {
    detach(
        PolicyOwner.of(
            access.role(
                caller,
                "iam:DetachRolePolicy",
                request.roleName(),
                aboutRole(caller, request.roleName(), request.policyArn()))),
        request.policyArn());
  }

  /** The managed policies that a role has, by their ARNs. */
  public ListAttachedRolePoliciesResponse listAttachedRolePolicies(
      Caller caller, ListAttachedRolePoliciesRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(access.role(caller, "iam:ListAttachedRolePolicies", request.roleName()));
    Page<AttachedPolicy> page =
        list(owner, request.pathPrefix(), request.marker(), request.maxItems());
    return new ListAttachedRolePoliciesResponse(page.items(), page.truncated(), page.nextMarker());
  }

  /**
   * Who has a managed policy, or has it as permissions boundary, by the unique ids.
   *
   * @throws ServiceException {@code NoSuchEntity}
   */
  public ListEntitiesForPolicyResponse listEntitiesForPolicy(
      Caller caller, ListEntitiesForPolicyRequest request) {
    String policyArn = request.policyArn();
    Arn policy =
        Arn.parse(policyArn)
            .filter(
                arn ->
                    arn.account().equals(caller.account())
                        || arn.account().equals(AwsManagedPolicies.OWNER))
            .orElseThrow(() -> Boundaries.noSuchPolicy(policyArn));
    access.authorizeShared(caller, "iam:ListEntitiesForPolicy", policy);
    boundaries.requireUsable(caller, policyArn);
    Paging paging = Paging.of(request.marker(), request.maxItems());
    Page<PolicyHolder> page = paging.page(holders(caller, request, paging), PolicyHolder::id);
    return new ListEntitiesForPolicyResponse(
        of(page, PolicyOwner.Kind.GROUP, each -> new PolicyGroup(each.name(), each.id())),
        of(page, PolicyOwner.Kind.USER, each -> new PolicyUser(each.name(), each.id())),
        of(page, PolicyOwner.Kind.ROLE, each -> new PolicyRole(each.name(), each.id())),
        page.truncated(),
        page.nextMarker());
  }

  /** A user, group or role that has a policy, with its path. */
  private record PolicyHolder(PolicyOwner.Kind kind, String id, String name, String path) {

    static PolicyHolder of(User user) {
      return new PolicyHolder(PolicyOwner.Kind.USER, user.userId(), user.name(), user.path());
    }

    static PolicyHolder of(Role role) {
      return new PolicyHolder(PolicyOwner.Kind.ROLE, role.id(), role.name(), role.path());
    }

    static PolicyHolder of(Group group) {
      return new PolicyHolder(PolicyOwner.Kind.GROUP, group.id(), group.name(), group.path());
    }
  }

  /** As many as make a page, and one more; those that are not asked for are passed over. */
  private List<PolicyHolder> holders(
      Caller caller, ListEntitiesForPolicyRequest request, Paging paging) {
    String prefix = UserOperations.path(request.pathPrefix());
    String wanted = request.entityFilter();
    List<PolicyHolder> holders = new ArrayList<>();
    String after = paging.after();
    List<PolicyHolder> next;
    do {
      next = nextHolders(caller, request, after, paging.rows());
      next.stream()
          .filter(each -> each.path().startsWith(prefix))
          .filter(each -> wanted == null || wanted.equalsIgnoreCase(each.kind().word()))
          .forEach(holders::add);
      after = next.isEmpty() ? after : next.get(next.size() - 1).id();
    } while (!next.isEmpty() && holders.size() < paging.rows());
    return holders.subList(0, Math.min(holders.size(), paging.rows()));
  }

  /** At most {@code limit} after an id, by their ids. */
  private List<PolicyHolder> nextHolders(
      Caller caller, ListEntitiesForPolicyRequest request, @Nullable String after, int limit) {
    String arn = request.policyArn();
    String usage = request.policyUsageFilter();
    SortedMap<String, PolicyHolder> found = new TreeMap<>();
    if (!"PermissionsBoundary".equals(usage)) {
      policies.attachments(arn, caller.account(), after, limit).stream()
          .flatMap(each -> holder(each).stream())
          .forEach(each -> found.put(each.id(), each));
    }
    if (!"PermissionsPolicy".equals(usage)) {
      users.boundedBy(arn, caller.account(), after, limit).stream()
          .map(PolicyHolder::of)
          .forEach(each -> found.put(each.id(), each));
      roles.boundedBy(arn, caller.account(), after, limit).stream()
          .map(PolicyHolder::of)
          .forEach(each -> found.put(each.id(), each));
    }
    return found.values().stream().limit(limit).toList();
  }

  private Optional<PolicyHolder> holder(PolicyAttachment attachment) {
    String id = attachment.ownerId();
    return switch (attachment.kind()) {
      case USER -> users.find(id).map(PolicyHolder::of);
      case GROUP -> groups.find(id).map(PolicyHolder::of);
      case ROLE -> roles.find(id).map(PolicyHolder::of);
    };
  }

  private static <T> List<T> of(
      Page<PolicyHolder> page, PolicyOwner.Kind kind, Function<PolicyHolder, T> shape) {
    return page.items().stream().filter(each -> each.kind() == kind).map(shape).toList();
  }

  private static RequestContext.Builder about(String policyArn) {
    return RequestContext.builder().put("iam:PolicyARN", policyArn);
  }

  /** Who hands out permissions may be held to those who have a certain boundary. */
  private RequestContext.Builder aboutUser(Caller caller, String name, String policyArn) {
    return boundaries
        .asked(users.find(caller.account(), name).map(User::permissionsBoundary).orElse(null))
        .put("iam:PolicyARN", policyArn);
  }

  private RequestContext.Builder aboutRole(Caller caller, String name, String policyArn) {
    return boundaries
        .asked(roles.find(caller.account(), name).map(Role::permissionsBoundary).orElse(null))
        .put("iam:PolicyARN", policyArn);
  }

  private void attach(Caller caller, PolicyOwner owner, String policyArn) {
    ServiceRoles.requireAttachable(policyArn);
    boundaries.requireUsable(caller, policyArn);
    owners.lock(owner);
    // a policy that is being deleted must not get an owner meanwhile
    policies.lock(policyArn);
    List<String> known = policies.attached(owner.id());
    if (known.contains(policyArn)) {
      return;
    }
    if (known.size() >= MOST) {
      throw new ServiceException(
          IdentityFault.LIMIT_EXCEEDED,
          "Cannot exceed quota for " + owner.kind().quota() + ": " + MOST);
    }
    policies.add(new PolicyAttachment(owner, policyArn));
  }

  private void detach(PolicyOwner owner, String policyArn) {
    policies.remove(
        policies
            .attachment(owner.id(), policyArn)
            .orElseThrow(
                () ->
                    new ServiceException(
                        IdentityFault.NO_SUCH_ENTITY, "Policy " + policyArn + " was not found.")));
  }

  private Page<AttachedPolicy> list(
      PolicyOwner owner,
      @Nullable String pathPrefix,
      @Nullable String marker,
      @Nullable Integer maxItems) {
    String prefix = ":policy" + UserOperations.path(pathPrefix);
    List<AttachedPolicy> all =
        policies.attached(owner.id()).stream()
            .filter(arn -> arn.contains(prefix))
            .sorted()
            .map(arn -> new AttachedPolicy(arn.substring(arn.lastIndexOf('/') + 1), arn))
            .toList();
    return Paging.of(marker, maxItems).cut(all, AttachedPolicy::policyArn);
  }
}
