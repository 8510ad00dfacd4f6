package org.latchkey.access;

/**
 * The kinds of permission that a {@link PermissionSource} contributes, as the IAM User Guide sorts
 * policies, and grants.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html">IAM User
 *     Guide, Policies and permissions</a>
 */
public enum PolicyType {
  /** The policy of a KMS key: without it nobody reaches the key, not even the account's root. */
  KEY_POLICY("a resource-based policy", "no resource-based policy"),
  /** The policy of another resource: a private CA, a secret, a role's trust policy. */
  RESOURCE_POLICY("a resource-based policy", "no resource-based policy"),
  /** A policy of the caller: of the user, its groups, or the role. */
  IDENTITY_POLICY("an identity-based policy", "no identity-based policy"),
  /** The most that the caller's identity-based policies can give. */
  PERMISSIONS_BOUNDARY("a permissions boundary", "no permissions boundary"),
  /** The most that this session can use of its role's permissions. */
  SESSION_POLICY("a session policy", "no session policy"),
  /** The most that one of the server's own services can do by itself. */
  SERVICE_ROLE("a service-linked role", "no service-linked role"),
  /** A KMS grant. */
  GRANT("a grant", "no grant");

  private final String one;
  private final String none;

  PolicyType(String one, String none) {
    this.one = one;
    this.none = none;
  }

  /** Whether a policy of this type belongs to the resource and names principals. */
  boolean ofResource() {
    return this == KEY_POLICY || this == RESOURCE_POLICY;
  }

  /** "an identity-based policy", as access denied messages say it. */
  String one() {
    return one;
  }

  /** "no identity-based policy", as access denied messages say it. */
  String none() {
    return none;
  }
}
