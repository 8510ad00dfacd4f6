package org.latchkey.iam;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.RequestContext;
import org.latchkey.identity.IdentityFault;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/** What permissions boundaries can be: managed policies of the account, or AWS's. */
@ApplicationScoped
class Boundaries {

  @Inject private PolicyLibrary library;

  /** What policies may ask of a request that sets, or changes what is under, a boundary. */
  RequestContext.Builder asked(@Nullable String policyArn) {
    return RequestContext.builder().put("iam:PermissionsBoundary", policyArn);
  }

  /**
   * Refuses what is no policy that the caller's account could use; null is none, and usable.
   *
   * @throws ServiceException {@code ValidationError}, {@code NoSuchEntity}
   */
  void requireUsable(Caller caller, @Nullable String policyArn) {
    if (policyArn == null) {
      return;
    }
    boolean own =
        Arn.parse(policyArn)
            .filter(arn -> arn.service().equals("iam") && arn.resource().startsWith("policy/"))
            .filter(
                arn ->
                    arn.account().equals(caller.account())
                        || arn.account().equals(AwsManagedPolicies.OWNER))
            .isPresent();
    if (!own) {
      throw new ServiceException(CommonFault.VALIDATION, "ARN " + policyArn + " is not valid.");
    }
    if (library.managed(policyArn).isEmpty()) {
      throw noSuchPolicy(policyArn);
    }
  }

  /**
   * Refuses to lift what is not there.
   *
   * @throws ServiceException {@code NoSuchEntity}
   */
  void requireSet(@Nullable String policyArn, String name) {
    if (policyArn == null) {
      throw new ServiceException(
          IdentityFault.NO_SUCH_ENTITY, name + " does not have a permissions boundary.");
    }
  }

  static ServiceException noSuchPolicy(String policyArn) {
    return new ServiceException(
        IdentityFault.NO_SUCH_ENTITY,
        "Policy " + policyArn + " does not exist or is not attachable.");
  }
}
