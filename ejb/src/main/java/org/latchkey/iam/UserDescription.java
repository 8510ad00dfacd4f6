package org.latchkey.iam;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.identity.User;

/** A user as IAM shows it: the shape {@code User}. */
public record UserDescription(
    String path,
    String userName,
    String userId,
    String arn,
    Instant createDate,
    @Nullable Instant passwordLastUsed,
    @Nullable AttachedPermissionsBoundary permissionsBoundary,
    @Nullable List<Tag> tags) {

  static UserDescription of(User user) {
    return new UserDescription(
        user.path(),
        user.name(),
        user.userId(),
        user.arn(),
        user.createdAt(),
        user.passwordLastUsedAt(),
        AttachedPermissionsBoundary.of(user.permissionsBoundary()),
        Tags.shown(user.tags()));
  }

  /** As lists show it: without its tags and permissions boundary. */
  static UserDescription listed(User user) {
    return new UserDescription(
        user.path(),
        user.name(),
        user.userId(),
        user.arn(),
        user.createdAt(),
        user.passwordLastUsedAt(),
        null,
        null);
  }
}
