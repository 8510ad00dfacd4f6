/**
 * Who may do what: the policy language, its evaluation, and the one place that decides.
 *
 * <p>Every feature asks {@link org.latchkey.access.Authorizer} before it acts, and a feature that
 * owns permissions (key policies, grants, identities' policies) contributes them as a {@link
 * org.latchkey.access.PermissionSource}; none of them knows the others. This package uses {@code
 * shared} alone.
 *
 * <p>Always: nothing is allowed unless something says so; an explicit Deny wins over any number of
 * Allows; a policy that cannot be understood whole is refused when it is saved, never half obeyed;
 * a value that is missing, malformed or of the wrong type never widens an Allow. Parsed policies
 * are immutable and safe to share between threads. Nothing here reads a store, so a changed policy
 * or a retired grant counts from the next request on.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">IAM
 *     User Guide, Policy evaluation logic</a>
 * @see <a href="https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html">AWS
 *     KMS Developer Guide, Troubleshooting AWS KMS permissions</a>
 */
@NullMarked
package org.latchkey.access;

import org.jspecify.annotations.NullMarked;
