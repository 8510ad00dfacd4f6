package org.latchkey.iam;

import org.jspecify.annotations.Nullable;

/** The managed policy that a user or role has as its permissions boundary. */
public record AttachedPermissionsBoundary(
    String permissionsBoundaryType, String permissionsBoundaryArn) {

  static @Nullable AttachedPermissionsBoundary of(@Nullable String policyArn) {
    return policyArn == null
        ? null
        : new AttachedPermissionsBoundary("PermissionsBoundaryPolicy", policyArn);
  }
}
