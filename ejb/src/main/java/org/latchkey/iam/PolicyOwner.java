package org.latchkey.iam;

import org.latchkey.identity.Role;
import org.latchkey.identity.User;

/**
 * What policies belong to: a user, a group or a role.
 *
 * @param id the unique id
 */
record PolicyOwner(Kind kind, String account, String id, String name) {

  /** The kinds, and how many characters the inline policies of one may have in all. */
  enum Kind {
    USER(2_048, "user", "PoliciesPerUser"),
    GROUP(5_120, "group", "PoliciesPerGroup"),
    ROLE(10_240, "role", "PoliciesPerRole");

    private final int longestInline;
    private final String word;
    private final String quota;

    Kind(int longestInline, String word, String quota) {
      this.longestInline = longestInline;
      this.word = word;
      this.quota = quota;
    }

    int longestInline() {
      return longestInline;
    }

    /** What the number of attached policies is called in messages. */
    String quota() {
      return quota;
    }

    /** As ARNs and messages say it. */
    String word() {
      return word;
    }
  }

  static PolicyOwner of(User user) {
    return new PolicyOwner(Kind.USER, user.account(), user.userId(), user.name());
  }

  static PolicyOwner of(Group group, String account) {
    return new PolicyOwner(Kind.GROUP, account, group.id(), group.name());
  }

  static PolicyOwner of(Role role) {
    return new PolicyOwner(Kind.ROLE, role.account(), role.id(), role.name());
  }
}
