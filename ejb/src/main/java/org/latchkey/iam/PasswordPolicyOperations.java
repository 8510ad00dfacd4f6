package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import org.jspecify.annotations.Nullable;
import org.latchkey.audit.Audited;
import org.latchkey.identity.IdentityFault;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/** What passwords of an account's users have to be like. */
@ApplicationScoped
@Transactional
@Audited("iam.amazonaws.com")
public class PasswordPolicyOperations {

  public record UpdateAccountPasswordPolicyRequest(
      @Nullable Integer minimumPasswordLength,
      @Nullable Boolean requireSymbols,
      @Nullable Boolean requireNumbers,
      @Nullable Boolean requireUppercaseCharacters,
      @Nullable Boolean requireLowercaseCharacters,
      @Nullable Boolean allowUsersToChangePassword,
      @Nullable Integer maxPasswordAge,
      @Nullable Integer passwordReusePrevention,
      @Nullable Boolean hardExpiry) {}

  public record GetAccountPasswordPolicyRequest() {}

  public record GetAccountPasswordPolicyResponse(PasswordPolicy passwordPolicy) {}

  public record PasswordPolicy(
      int minimumPasswordLength,
      boolean requireSymbols,
      boolean requireNumbers,
      boolean requireUppercaseCharacters,
      boolean requireLowercaseCharacters,
      boolean allowUsersToChangePassword,
      boolean expirePasswords,
      @Nullable Integer maxPasswordAge,
      @Nullable Integer passwordReusePrevention,
      boolean hardExpiry) {}

  public record DeleteAccountPasswordPolicyRequest() {}

  @Inject private AccessCheck access;
  @Inject private PasswordPolicies policies;

  /** Sets the whole policy: what a request leaves out goes back to its default. */
  public void updateAccountPasswordPolicy(
      Caller caller, UpdateAccountPasswordPolicyRequest request) {
    access.authorizeAccount(caller, "iam:UpdateAccountPasswordPolicy");
    policies
        .find(caller.account())
        .ifPresentOrElse(
            rules -> rules.set(request),
            () -> {
              PasswordRules rules = new PasswordRules(caller.account());
              rules.set(request);
              policies.add(rules);
            });
  }

  /**
   * The account's policy.
   *
   * @throws ServiceException {@code NoSuchEntity} where it has none of its own
   */
  public GetAccountPasswordPolicyResponse getAccountPasswordPolicy(
      Caller caller, GetAccountPasswordPolicyRequest request) {
    access.authorizeAccount(caller, "iam:GetAccountPasswordPolicy");
    return new GetAccountPasswordPolicyResponse(existing(caller).describe());
  }

  /**
   * Leaves the account with the default rules.
   *
   * @throws ServiceException {@code NoSuchEntity} where it has no policy of its own
   */
  public void deleteAccountPasswordPolicy(
      Caller caller, DeleteAccountPasswordPolicyRequest request) {
    access.authorizeAccount(caller, "iam:DeleteAccountPasswordPolicy");
    policies.remove(existing(caller));
  }

  private PasswordRules existing(Caller caller) {
    return policies
        .find(caller.account())
        .orElseThrow(
            () ->
                new ServiceException(
                    IdentityFault.NO_SUCH_ENTITY,
                    "The Password Policy with domain name "
                        + caller.account()
                        + " cannot be found."));
  }
}
