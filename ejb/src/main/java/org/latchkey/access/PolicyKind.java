package org.latchkey.access;

/**
 * What a policy document is going to be attached to, which decides the elements it must have.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">IAM
 *     User Guide, Grammar of the IAM JSON policy language</a>
 */
public enum PolicyKind {
  /** A key or secret: each statement has Principal or NotPrincipal, and Resource. */
  RESOURCE,
  /**
   * A certificate authority: as a resource, but two statements may have one Sid, as those have that
   * AWS prescribes.
   *
   * @see <a href="https://docs.aws.amazon.com/privateca/latest/userguide/pca-rbp.html">AWS Private
   *     CA User Guide, Attach a policy for cross-account access</a>
   */
  AUTHORITY,
  /** A role: each statement has Principal or NotPrincipal, and no Resource. */
  TRUST,
  /** A user, group, role, boundary or session: Resource, and never Principal. */
  IDENTITY
}
