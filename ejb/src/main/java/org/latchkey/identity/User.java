package org.latchkey.identity;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Caller;

/**
 * An IAM user, or an account's root user, as other features see it.
 *
 * @param userId the unique id, for example {@code AIDA…}; the account's id for its root user
 * @param permissionsBoundary the ARN of the managed policy that bounds what the user may do; null
 *     for none
 */
public record User(
    String userId,
    String account,
    Caller.Type kind,
    String path,
    String name,
    String arn,
    Instant createdAt,
    @Nullable Instant passwordLastUsedAt,
    @Nullable String permissionsBoundary,
    Map<String, String> tags) {

  public User {
    tags = Map.copyOf(tags);
  }
}
