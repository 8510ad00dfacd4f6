package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.audit.Audited;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Role;
import org.latchkey.identity.RoleDirectory;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.Page;
import org.latchkey.shared.ServiceException;

/** The roles of an account. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class RoleOperations {

  public record CreateRoleRequest(
      @Nullable String path,
      String roleName,
      String assumeRolePolicyDocument,
      @Nullable String description,
      @Nullable Integer maxSessionDuration,
      @Nullable String permissionsBoundary,
      @Nullable List<Tag> tags) {}

  public record CreateRoleResponse(RoleDescription role) {}

  public record GetRoleRequest(String roleName) {}

  public record GetRoleResponse(RoleDescription role) {}

  public record ListRolesRequest(
      @Nullable String pathPrefix, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListRolesResponse(
      List<RoleDescription> roles, boolean isTruncated, @Nullable String marker) {}

  public record UpdateRoleRequest(
      String roleName, @Nullable String description, @Nullable Integer maxSessionDuration) {}

  public record UpdateRoleResponse() {}

  public record UpdateRoleDescriptionRequest(String roleName, String description) {}

  public record UpdateRoleDescriptionResponse(RoleDescription role) {}

  public record DeleteRoleRequest(String roleName) {}

  public record UpdateAssumeRolePolicyRequest(String roleName, String policyDocument) {}

  public record TagRoleRequest(String roleName, List<Tag> tags) {}

  public record UntagRoleRequest(String roleName, List<String> tagKeys) {}

  public record ListRoleTagsRequest(
      String roleName, @Nullable String marker, @Nullable Integer maxItems) {}

  public record ListRoleTagsResponse(
      List<Tag> tags, boolean isTruncated, @Nullable String marker) {}

  public record PutRolePermissionsBoundaryRequest(String roleName, String permissionsBoundary) {}

  public record DeleteRolePermissionsBoundaryRequest(String roleName) {}

  private static final int DEFAULT_SESSION_SECONDS = 3_600;

  @Inject private AccessCheck access;
  @Inject private RoleDirectory roles;
  @Inject private Policies policies;
  @Inject private Boundaries boundaries;

  /**
   * Makes a role that may do nothing yet, and that those may assume whom its trust policy names.
   *
   * @throws ServiceException {@code EntityAlreadyExists}, {@code MalformedPolicyDocument}, {@code
   *     LimitExceeded}, {@code InvalidInput}, {@code NoSuchEntity} for a boundary that does not
   *     exist
   */
  public CreateRoleResponse createRole(Caller caller, CreateRoleRequest request) {
    Map<String, String> tags = Tags.of(request.tags());
    String path = UserOperations.path(request.path());
    Arn arn = AccessCheck.arn(caller, "role" + path + request.roleName());
    access.authorize(
        caller,
        "iam:CreateRole",
        arn,
        boundaries.asked(request.permissionsBoundary()).requestTags(tags));
    access.authorizeTags(caller, "iam:TagRole", arn, tags);
    ServiceRoles.requireFreePath(path);
    requireTrustPolicy(request.assumeRolePolicyDocument());
    boundaries.requireUsable(caller, request.permissionsBoundary());
    Integer seconds = request.maxSessionDuration();
    return new CreateRoleResponse(
        RoleDescription.of(
            roles.create(
                caller.account(),
                path,
                request.roleName(),
                request.assumeRolePolicyDocument(),
                request.description(),
                seconds == null ? DEFAULT_SESSION_SECONDS : seconds,
                request.permissionsBoundary(),
                tags)));
  }

  /** A role with its trust policy, whose text is percent-encoded. */
  public GetRoleResponse getRole(Caller caller, GetRoleRequest request) {
    return new GetRoleResponse(
        RoleDescription.of(access.role(caller, "iam:GetRole", request.roleName())));
  }

  /** The roles whose path begins so, by their names. */
  public ListRolesResponse listRoles(Caller caller, ListRolesRequest request) {
    String prefix = UserOperations.path(request.pathPrefix());
    access.authorize(caller, "iam:ListRoles", AccessCheck.arn(caller, "role" + prefix));
    Paging paging = Paging.of(request.marker(), request.maxItems());
    Page<Role> page =
        paging.page(
            roles.list(caller.account(), prefix, paging.after(), paging.rows()), Role::name);
    return new ListRolesResponse(
        page.map(RoleDescription::listed).items(), page.truncated(), page.nextMarker());
  }

  /** Changes a role's description and how long its sessions last at most. */
  public UpdateRoleResponse updateRole(Caller caller, UpdateRoleRequest request) {
    Role role = access.role(caller, "iam:UpdateRole", request.roleName());
    if (request.description() != null) {
      roles.describe(role, request.description());
    }
    if (request.maxSessionDuration() != null) {
      roles.limitSessions(role, request.maxSessionDuration());
    }
    return new UpdateRoleResponse();
  }

  /** Changes a role's description. */
  public UpdateRoleDescriptionResponse updateRoleDescription(
      Caller caller, UpdateRoleDescriptionRequest request) {
    Role role = access.role(caller, "iam:UpdateRoleDescription", request.roleName());
    roles.describe(role, request.description());
    return new UpdateRoleDescriptionResponse(
        RoleDescription.of(roles.find(caller.account(), role.name()).orElseThrow()));
  }

  /**
   * Deletes a role that has no policies any more. Its sessions end at once.
   *
   * @throws ServiceException {@code DeleteConflict}, {@code NoSuchEntity}
   */
  public void deleteRole(Caller caller, DeleteRoleRequest request) {
    Role role = roles.lock(access.role(caller, "iam:DeleteRole", request.roleName()));
    if (!policies.inline(role.id()).isEmpty()) {
      throw conflict("must delete policies first.");
    }
    if (!policies.attached(role.id()).isEmpty()) {
      throw conflict("must detach all policies first.");
    }
    roles.delete(role);
  }

  /**
   * Replaces a role's trust policy. Sessions that there are go on.
   *
   * @throws ServiceException {@code MalformedPolicyDocument}, {@code LimitExceeded}
   */
  public void updateAssumeRolePolicy(Caller caller, UpdateAssumeRolePolicyRequest request) {
    Role role = access.role(caller, "iam:UpdateAssumeRolePolicy", request.roleName());
    requireTrustPolicy(request.policyDocument());
    roles.trust(role, request.policyDocument());
  }

  /** Adds tags to a role, and gives those that it has new values. */
  public void tagRole(Caller caller, TagRoleRequest request) {
    Map<String, String> tags = Tags.of(request.tags());
    Role role =
        access.role(
            caller, "iam:TagRole", request.roleName(), RequestContext.builder().requestTags(tags));
    roles.tag(role, Tags.join(roles.lock(role).tags(), tags));
  }

  /** Takes tags from a role; those that it does not have are passed over. */
  public void untagRole(Caller caller, UntagRoleRequest request) {
    Role role =
        access.role(
            caller,
            "iam:UntagRole",
            request.roleName(),
            RequestContext.builder().putAll("aws:TagKeys", request.tagKeys()));
    roles.tag(role, Tags.without(roles.lock(role).tags(), request.tagKeys()));
  }

  /** A role's tags, by their keys. */
  public ListRoleTagsResponse listRoleTags(Caller caller, ListRoleTagsRequest request) {
    Role role = access.role(caller, "iam:ListRoleTags", request.roleName());
    Page<Tag> page =
        Paging.of(request.marker(), request.maxItems()).cut(Tags.list(role.tags()), Tag::key);
    return new ListRoleTagsResponse(page.items(), page.truncated(), page.nextMarker());
  }

  /** Bounds what a role's policies can allow by a managed policy. */
  public void putRolePermissionsBoundary(Caller caller, PutRolePermissionsBoundaryRequest request) {
    Role role =
        access.role(
            caller,
            "iam:PutRolePermissionsBoundary",
            request.roleName(),
            boundaries.asked(request.permissionsBoundary()));
    boundaries.requireUsable(caller, request.permissionsBoundary());
    roles.bound(role, request.permissionsBoundary());
  }

  /**
   * Lifts a role's bounds.
   *
   * @throws ServiceException {@code NoSuchEntity} where there are none
   */
  public void deleteRolePermissionsBoundary(
      Caller caller, DeleteRolePermissionsBoundaryRequest request) {
    Role role =
        access.role(
            caller,
            "iam:DeleteRolePermissionsBoundary",
            request.roleName(),
            boundaries.asked(
                roles
                    .find(caller.account(), request.roleName())
                    .map(Role::permissionsBoundary)
                    .orElse(null)));
    boundaries.requireSet(role.permissionsBoundary(), role.name());
    roles.bound(role, null);
  }

  private static void requireTrustPolicy(String document) {
    PolicyTexts.requireLength(
        PolicyTexts.length(document), PolicyTexts.LONGEST_TRUST, "ACLSizePerRole");
    PolicyTexts.requireTrust(document);
  }

  private static ServiceException conflict(String sentence) {
    return new ServiceException(IdentityFault.DELETE_CONFLICT, "Cannot delete entity, " + sentence);
  }
}
