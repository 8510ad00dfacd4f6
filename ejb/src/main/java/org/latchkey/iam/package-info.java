/**
 * IAM, STS and Organizations: what an administrator does with accounts, users, groups, roles, their
 * policies and credentials, and what those policies allow.
 *
 * <p>The edges call the operations; no other feature uses this package. What users, roles and
 * credentials are is kept in {@code identity}; policies, groups and who has what are kept here and
 * contributed to the {@code Authorizer} as a {@link org.latchkey.access.PermissionSource}.
 *
 * <p>Always: a new principal may do nothing; nobody learns whether something exists that it may not
 * ask about; a policy that cannot be understood whole is never stored; a change counts from the
 * next request on, on every node.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/APIReference/welcome.html">IAM API
 *     Reference</a>
 * @see <a href="https://docs.aws.amazon.com/STS/latest/APIReference/welcome.html">AWS STS API
 *     Reference</a>
 */
@NullMarked
package org.latchkey.iam;

import org.jspecify.annotations.NullMarked;
