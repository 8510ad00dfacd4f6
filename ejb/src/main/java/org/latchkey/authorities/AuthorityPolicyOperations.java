package org.latchkey.authorities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.latchkey.audit.Audited;
import org.latchkey.shared.Caller;
import org.latchkey.shared.ServiceException;

/**
 * The policy of an authority, which shares it with other accounts. It counts from the next request
 * on.
 *
 * @see <a href="https://docs.aws.amazon.com/privateca/latest/userguide/pca-rbp.html">AWS Private CA
 *     User Guide, Resource-based policies</a>
 */
@ApplicationScoped
@Transactional
@Audited("acm-pca.amazonaws.com")
public class AuthorityPolicyOperations {

  public record PutPolicyRequest(String resourceArn, String policy) {}

  public record GetPolicyRequest(String resourceArn) {}

  public record GetPolicyResponse(String policy) {}

  public record DeletePolicyRequest(String resourceArn) {}

  private static final Set<AuthorityStatus> NOT_DELETED =
      EnumSet.complementOf(EnumSet.of(AuthorityStatus.DELETED));

  @Inject private AuthorityAccess access;
  @Inject private Clock clock;

  /**
   * Gives an authority a policy in the place of the one that it has.
   *
   * @throws ServiceException {@code InvalidPolicyException} for what is no policy, is about another
   *     resource, or allows an action that cannot be shared; {@code InvalidStateException}
   */
  public void putPolicy(Caller caller, PutPolicyRequest request) {
    Authority authority = access.authorizedToChange(caller, request.resourceArn(), "PutPolicy");
    authority.require(NOT_DELETED, clock.instant());
    SharingPolicy policy = SharingPolicy.parse(request.policy(), authority.arn());
    authority.replacePolicy(request.policy(), policy.accountsOtherThan(authority.account()));
  }

  /**
   * An authority's policy, as it was written.
   *
   * @throws ServiceException {@code ResourceNotFoundException} where it has none, {@code
   *     InvalidStateException}
   */
  public GetPolicyResponse getPolicy(Caller caller, GetPolicyRequest request) {
    Authority authority = access.authorized(caller, request.resourceArn(), "GetPolicy");
    authority.require(NOT_DELETED, clock.instant());
    String policy = authority.policy();
    if (policy == null) {
      throw new ServiceException(
          AuthorityFault.RESOURCE_NOT_FOUND,
          "The certificate authority " + authority.arn() + " has no policy.");
    }
    return new GetPolicyResponse(policy);
  }

  /**
   * Takes an authority's policy away; where it has none, nothing is done.
   *
   * @throws ServiceException {@code InvalidStateException}
   */
  public void deletePolicy(Caller caller, DeletePolicyRequest request) {
    Authority authority = access.authorizedToChange(caller, request.resourceArn(), "DeletePolicy");
    authority.require(NOT_DELETED, clock.instant());
    authority.replacePolicy(null, Set.of());
  }
}
