package org.latchkey.access;

import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/**
 * One question to the {@link Authorizer}: may this caller do this to that?
 *
 * @param caller who asks
 * @param action the action with its service's prefix, for example {@code kms:Decrypt}
 * @param resource the resource's ARN, or {@code *} for actions that have none, such as {@code
 *     kms:CreateKey}
 * @param resourceAccount the account that owns the resource; the caller's own where there is none
 * @param context the condition keys that the feature knows
 */
public record AuthorizationRequest(
    Caller caller, String action, String resource, String resourceAccount, RequestContext context) {

  /** A request for a resource, which belongs to the account that its ARN names. */
  public static AuthorizationRequest on(
      Arn resource, Caller caller, String action, RequestContext context) {
    String owner = resource.account().isEmpty() ? caller.account() : resource.account();
    return new AuthorizationRequest(caller, action, resource.toString(), owner, context);
  }

  /** A request that concerns no resource of its own, for example {@code kms:ListKeys}. */
  public static AuthorizationRequest onAccount(
      Caller caller, String action, RequestContext context) {
    return new AuthorizationRequest(caller, action, "*", caller.account(), context);
  }

  boolean crossAccount() {
    return !caller.account().equals(resourceAccount);
  }

  /**
   * Whether the resource's own policy must let the caller or its account in, so that identity-based
   * policies count only as far as it does: KMS keys and roles to be assumed. A key that is yet to
   * be made, {@code key/*}, has none.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">IAM
   *     User Guide, Policy evaluation logic: "IAM role trust policies and KMS key policies are
   *     exceptions to this logic"</a>
   */
  boolean resourcePolicyDecides() {
    if (action.startsWith("sts:AssumeRole")
        || action.equals("sts:TagSession")
        || action.equals("sts:SetSourceIdentity")) {
      return true;
    }
    return resource.startsWith("arn:")
        && Arn.parse(resource)
            .filter(arn -> arn.service().equals("kms") && arn.resource().startsWith("key/"))
            .filter(arn -> !arn.resource().equals("key/*"))
            .isPresent();
  }
}
