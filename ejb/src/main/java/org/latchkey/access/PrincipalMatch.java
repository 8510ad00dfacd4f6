package org.latchkey.access;

/**
 * How closely a resource-based policy's principals name the caller, from not at all to itself.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">IAM
 *     User Guide, Policy evaluation logic, "Resource-based policies"</a>
 */
enum PrincipalMatch {
  /** Not named. */
  NONE,
  /** Its account is named: the account's identity-based policies decide further. */
  ACCOUNT,
  /** The role is named whose session it is: boundaries and session policies still limit it. */
  ROLE,
  /** The caller itself is named, or everyone: nothing but an explicit Deny takes that back. */
  SELF;

  boolean atLeast(PrincipalMatch other) {
    return compareTo(other) >= 0;
  }
}
