package org.latchkey.iam;

import java.util.List;
import org.latchkey.access.Permission;

/**
 * What a user, group or role has of policies itself.
 *
 * @param inline its inline policies, parsed
 * @param managed the ARNs of its managed policies
 * @param groups the unique ids of a user's groups
 */
record OwnPolicies(List<Permission> inline, List<String> managed, List<String> groups) {

  static final OwnPolicies NONE = new OwnPolicies(List.of(), List.of(), List.of());

  OwnPolicies {
    inline = List.copyOf(inline);
    managed = List.copyOf(managed);
    groups = List.copyOf(groups);
  }

  /** On what depends what an owner has. */
  static String subjectOf(String ownerId) {
    return "policies-of/" + ownerId;
  }
}
