package org.latchkey.access;

import org.jspecify.annotations.Nullable;

/**
 * One policy or grant that a {@link PermissionSource} contributes to a decision.
 *
 * @param type what it is, which decides how it combines with the others
 * @param source its name for people: a policy's ARN or name, a grant's id
 * @param policy the policy; null for a grant, which by itself is one Allow for this request
 * @param accountAlone whether a grant's grantee is the caller's account and not the caller itself
 */
public record Permission(
    PolicyType type, String source, @Nullable PolicyDocument policy, boolean accountAlone) {

  public Permission {
    if ((policy == null) != (type == PolicyType.GRANT)) {
      throw new IllegalArgumentException("A grant has no policy, every other type has one");
    }
  }

  public static Permission policy(PolicyType type, String source, PolicyDocument policy) {
    return new Permission(type, source, policy, false);
  }

  /** The same under another name. */
  public Permission named(String other) {
    return new Permission(type, other, policy, accountAlone);
  }

  /**
   * A grant whose grantee is the caller, or the role whose session the caller is, whose operations
   * have the action, and whose constraints the request satisfies: the contributor has made sure.
   */
  public static Permission grant(String grantId) {
    return new Permission(PolicyType.GRANT, grantId, null, false);
  }

  /**
   * As above for a grant whose grantee is the caller's account, which lets its users and roles use
   * the grant by policies of theirs.
   */
  public static Permission grantToAccount(String grantId) {
    return new Permission(PolicyType.GRANT, grantId, null, true);
  }
}
