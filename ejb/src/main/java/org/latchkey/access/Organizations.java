package org.latchkey.access;

import java.util.Optional;

/**
 * Which organization an account belongs to: whoever keeps the accounts answers, and is asked only
 * where a policy looks.
 */
public interface Organizations {

  /**
   * An account's place in its organization.
   *
   * @param organizationId for example {@code o-a1b2c3d4e5}
   * @param path the place as {@code aws:PrincipalOrgPaths} shows it, from the organization's id
   *     over its root, with a slash at the end: {@code o-a1b2c3d4e5/r-ab12/}
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_last-accessed-view-data-orgs.html">IAM
   *     User Guide, AWS Organizations entity path</a>
   */
  record Membership(String organizationId, String path) {}

  /** Empty for what is no account here. */
  Optional<Membership> of(String account);
}
