package org.latchkey.access;

import org.jspecify.annotations.Nullable;

/**
 * One policy or grant that a {@link PermissionSource} contributes to a decision.
 *
 * @param type what it is, which decides how it combines with the others
 * @param source its name for people: a policy's ARN or name, a grant's id
 * @param policy the policy; null for a grant, which by itself is one Allow for this request
 */
public record Permission(PolicyType type, String source, @Nullable PolicyDocument policy) {

  public Permission {
    if ((policy == null) != (type == PolicyType.GRANT)) {
      throw new IllegalArgumentException("A grant has no policy, every other type has one");
    }
  }

  public static Permission policy(PolicyType type, String source, PolicyDocument policy) {
    return new Permission(type, source, policy);
  }

  /**
   * A grant whose grantee is the caller, or the role whose session the caller is, whose operations
   * have the action, and whose constraints the request satisfies: the contributor has made sure.
   */
  public static Permission grant(String grantId) {
    return new Permission(PolicyType.GRANT, grantId, null);
  }
}
