package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.PolicyKind;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.identity.User;
import org.latchkey.identity.UserDirectory;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The policies that are part of one user, group or role. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class InlinePolicyOperations {

  public record PutUserPolicyRequest(String userName, String policyName, String policyDocument) {}

  public record GetUserPolicyRequest(String userName, String policyName) {}

  public record GetUserPolicyResponse(String userName, String policyName, String policyDocument) {}

  public record ListUserPoliciesRequest(
      String userName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListUserPoliciesResponse(
      List<String> policyNames, boolean isTruncated, @Nullable String marker) {}

  public record DeleteUserPolicyRequest(String userName, String policyName) {}

  public record PutGroupPolicyRequest(String groupName, String policyName, String policyDocument) {}

  public record GetGroupPolicyRequest(String groupName, String policyName) {}

  public record GetGroupPolicyResponse(
      String groupName, String policyName, String policyDocument) {}

  public record ListGroupPoliciesRequest(
      String groupName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListGroupPoliciesResponse(
      List<String> policyNames, boolean isTruncated, @Nullable String marker) {}

  public record DeleteGroupPolicyRequest(String groupName, String policyName) {}

  public record PutRolePolicyRequest(String roleName, String policyName, String policyDocument) {}

  public record GetRolePolicyRequest(String roleName, String policyName) {}

  public record GetRolePolicyResponse(String roleName, String policyName, String policyDocument) {}

  public record ListRolePoliciesRequest(
      String roleName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListRolePoliciesResponse(
      List<String> policyNames, boolean isTruncated, @Nullable String marker) {}

  public record DeleteRolePolicyRequest(String roleName, String policyName) {}

  @Inject private AccessCheck access;
  @Inject private Policies policies;
  @Inject private UserDirectory users;
  @Inject private RoleDirectory roles;
  @Inject private Boundaries boundaries;
  @Inject private PolicyOwners owners;

  /**
   * Gives a user a policy, in the place of the one of that name where it has one.
   *
   * @throws ServiceException {@code MalformedPolicyDocument}, {@code LimitExceeded}, {@code
   *     NoSuchEntity}
   */
  public void putUserPolicy(Caller caller, PutUserPolicyRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(
            access.user(
                caller,
                "iam:PutUserPolicy",
                request.userName(),
                boundaryOfUser(caller, request.userName())));
    put(owner, request.policyName(), request.policyDocument());
  }

  /** One of a user's own policies, its text percent-encoded. */
  public GetUserPolicyResponse getUserPolicy(Caller caller, GetUserPolicyRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(access.user(caller, "iam:GetUserPolicy", request.userName()));
    return new GetUserPolicyResponse(
        owner.name(), request.policyName(), document(owner, request.policyName()));
  }

  /** The names of a user's own policies. */
  public ListUserPoliciesResponse listUserPolicies(Caller caller, ListUserPoliciesRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(access.user(caller, "iam:ListUserPolicies", request.userName()));
    Page<String> page = names(owner, request.marker(), request.maxItems());
    return new ListUserPoliciesResponse(page.items(), page.truncated(), page.nextMarker());
  }

  /** Takes one of its own policies from a user. */
  public void deleteUserPolicy(Caller caller, DeleteUserPolicyRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(
            access.user(
                caller,
                "iam:DeleteUserPolicy",
                request.userName(),
                boundaryOfUser(caller, request.userName())));
    policies.remove(existing(owner, request.policyName()));
  }

  /**
   * Gives a group a policy, in the place of the one of that name where it has one.
   *
   * @throws ServiceException {@code MalformedPolicyDocument}, {@code LimitExceeded}, {@code
   *     NoSuchEntity}
   */
  public void putGroupPolicy(Caller caller, PutGroupPolicyRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(
            access.group(caller, "iam:PutGroupPolicy", request.groupName()), caller.account());
    put(owner, request.policyName(), request.policyDocument());
  }

  /** One of a group's own policies, its text percent-encoded. */
  public GetGroupPolicyResponse getGroupPolicy(Caller caller, GetGroupPolicyRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(
            access.group(caller, "iam:GetGroupPolicy", request.groupName()), caller.account());
    return new GetGroupPolicyResponse(
        owner.name(), request.policyName(), document(owner, request.policyName()));
  }

  /** The names of a group's own policies. */
  public ListGroupPoliciesResponse listGroupPolicies(
      Caller caller, ListGroupPoliciesRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(
            access.group(caller, "iam:ListGroupPolicies", request.groupName()), caller.account());
    Page<String> page = names(owner, request.marker(), request.maxItems());
    return new ListGroupPoliciesResponse(page.items(), page.truncated(), page.nextMarker());
  }

  /** Takes one of its own policies from a group. */
  public void deleteGroupPolicy(Caller caller, DeleteGroupPolicyRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(
            access.group(caller, "iam:DeleteGroupPolicy", request.groupName()), caller.account());
    policies.remove(existing(owner, request.policyName()));
  }

  /**
   * Gives a role a policy, in the place of the one of that name where it has one.
   *
   * @throws ServiceException {@code MalformedPolicyDocument}, {@code LimitExceeded}, {@code
   *     NoSuchEntity}
   */
  public void putRolePolicy(Caller caller, PutRolePolicyRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(
            access.role(
                caller,
                "iam:PutRolePolicy",
                request.roleName(),
                boundaryOfRole(caller, request.roleName())));
    put(owner, request.policyName(), request.policyDocument());
  }

  /** One of a role's own policies, its text percent-encoded. */
  public GetRolePolicyResponse getRolePolicy(Caller caller, GetRolePolicyRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(access.role(caller, "iam:GetRolePolicy", request.roleName()));
    return new GetRolePolicyResponse(
        owner.name(), request.policyName(), document(owner, request.policyName()));
  }

  /** The names of a role's own policies. */
  public ListRolePoliciesResponse listRolePolicies(Caller caller, ListRolePoliciesRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(access.role(caller, "iam:ListRolePolicies", request.roleName()));
    Page<String> page = names(owner, request.marker(), request.maxItems());
    return new ListRolePoliciesResponse(page.items(), page.truncated(), page.nextMarker());
  }

  /** Takes one of its own policies from a role. */
  public void deleteRolePolicy(Caller caller, DeleteRolePolicyRequest request) {
    PolicyOwner owner =
        PolicyOwner.of(
            access.role(
                caller,
                "iam:DeleteRolePolicy",
                request.roleName(),
                boundaryOfRole(caller, request.roleName())));
    policies.remove(existing(owner, request.policyName()));
  }

  /** Who hands out permissions may be held to those who have a certain boundary. */
  private RequestContext.Builder boundaryOfUser(Caller caller, String name) {
    return boundaries.asked(
        users.find(caller.account(), name).map(User::permissionsBoundary).orElse(null));
  }

  private RequestContext.Builder boundaryOfRole(Caller caller, String name) {
    return boundaries.asked(
        roles.find(caller.account(), name).map(Role::permissionsBoundary).orElse(null));
  }

  private void put(PolicyOwner owner, String name, String document) {
    PolicyTexts.require(document, PolicyKind.IDENTITY);
    owners.lock(owner);
    List<InlinePolicy> known = policies.inline(owner.id());
    int others =
        known.stream()
            .filter(policy -> !policy.name().equals(name))
            .mapToInt(policy -> PolicyTexts.length(policy.document()))
            .sum();
    PolicyTexts.requireLength(
        others + PolicyTexts.length(document),
        owner.kind().longestInline(),
        "the inline policies of " + owner.kind().word() + " " + owner.name());
    known.stream()
        .filter(policy -> policy.name().equals(name))
        .findFirst()
        .ifPresentOrElse(
            policy -> policy.replace(document),
            () -> policies.add(new InlinePolicy(owner.id(), name, document)));
  }

  private String document(PolicyOwner owner, String name) {
    return PolicyTexts.encoded(existing(owner, name).document());
  }

  private Page<String> names(
      PolicyOwner owner, @Nullable String marker, @Nullable Integer maxItems) {
    return Paging.of(marker, maxItems)
        .cut(
            policies.inline(owner.id()).stream().map(InlinePolicy::name).sorted().toList(),
            Function.identity());
  }

  private InlinePolicy existing(PolicyOwner owner, String name) {
    return policies
        .inline(owner.id(), name)
        .orElseThrow(
            () ->
                new ServiceException(
                    IdentityFault.NO_SUCH_ENTITY,
                    "The "
                        + owner.kind().word()
                        + " policy with name "
                        + name
                        + " cannot be found."));
  }
}
