package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.PolicyKind;
import org.latchkey.identity.IdentityFault;
import org.latchkey.identity.Role;
import org.latchkey.shared.Arn;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * Session policies: the most that a session can use of what its role may.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session">IAM
 *     User Guide, Session policies</a>
 */
@ApplicationScoped
class SessionLimits {

  /** Characters of the policy and of the managed policies' ARNs together. */
  static final int LONGEST = 2_048;

  private static final int MOST_ARNS = 10;
  private static final int PERCENT = 100;

  @Inject private PolicyLibrary library;

  /**
   * What limits a session.
   *
   * @param packedSize how much of what is allowed that takes, in percent; null for no limits
   */
  record Limits(List<String> policies, List<String> policyArns, @Nullable Integer packedSize) {}

  /**
   * The limits that a request asks for.
   *
   * @throws ServiceException {@code MalformedPolicyDocument}, {@code PackedPolicyTooLarge}, {@code
   *     ValidationError} for more than ten managed policies, or one that the role's account does
   *     not have
   */
  Limits of(Role role, @Nullable String policy, List<String> policyArns) {
    if (policy != null) {
      PolicyTexts.require(policy, PolicyKind.IDENTITY);
    }
    if (policyArns.size() > MOST_ARNS) {
      throw new ServiceException(
          CommonFault.VALIDATION,
          "PolicyArns has " + policyArns.size() + " members, more than " + MOST_ARNS + ".");
    }
    policyArns.forEach(arn -> requireUsable(role, arn));
    int length =
        (policy == null ? 0 : policy.length()) + policyArns.stream().mapToInt(String::length).sum();
    if (length > LONGEST) {
      throw new ServiceException(
          IdentityFault.PACKED_POLICY_TOO_LARGE,
          "The session policies have " + length + " characters, more than " + LONGEST + ".");
    }
    return new Limits(
        policy == null ? List.of() : List.of(policy),
        policyArns,
        length == 0 ? null : (length * PERCENT + LONGEST - 1) / LONGEST);
  }

  private void requireUsable(Role role, String policyArn) {
    boolean usable =
        Arn.parse(policyArn)
            .filter(
                arn ->
                    arn.account().equals(role.account())
                        || arn.account().equals(AwsManagedPolicies.OWNER))
            .isPresent();
    if (!usable || library.managed(policyArn).isEmpty()) {
      throw new ServiceException(
          CommonFault.VALIDATION, "The managed policy " + policyArn + " cannot be found.");
    }
  }
}
