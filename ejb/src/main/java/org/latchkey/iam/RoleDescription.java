package org.latchkey.iam;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.identity.Role;

/** A role as IAM shows it: the shape {@code Role}. */
public record RoleDescription(
    String path,
    String roleName,
    String roleId,
    String arn,
    Instant createDate,
    @Nullable String assumeRolePolicyDocument,
    @Nullable String description,
    @Nullable Integer maxSessionDuration,
    @Nullable AttachedPermissionsBoundary permissionsBoundary,
    @Nullable List<Tag> tags) {

  static RoleDescription of(Role role) {
    return describe(
        role, AttachedPermissionsBoundary.of(role.permissionsBoundary()), Tags.shown(role.tags()));
  }

  /** As lists show it: without its tags and permissions boundary. */
  static RoleDescription listed(Role role) {
    return describe(role, null, null);
  }

  private static RoleDescription describe(
      Role role, @Nullable AttachedPermissionsBoundary boundary, @Nullable List<Tag> tags) {
    return new RoleDescription(
        role.path(),
        role.name(),
        role.id(),
        role.arn(),
        role.createdAt(),
        PolicyTexts.encoded(role.trustPolicy()),
        role.description(),
        role.maxSessionDuration(),
        boundary,
        tags);
  }
}
