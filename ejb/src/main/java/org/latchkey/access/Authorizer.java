package org.latchkey.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.ServiceException;

/**
 * The one place where requests are allowed or refused: every operation asks it before it acts.
 *
 * <p>It puts together what all {@link PermissionSource}s contribute and keeps nothing, so a changed
 * policy, a retired grant or a deleted user counts from the next request on.
 */
@ApplicationScoped
public class Authorizer {

  @Inject @Any Instance<PermissionSource> sources;
  @Inject Clock clock;

  /**
   * Returns where the caller may do what it asks.
   *
   * @throws ServiceException with {@code AccessDeniedException} where it may not
   */
  public void authorize(AuthorizationRequest request) {
    Decision decision = decide(request);
    if (!decision.allowed()) {
      throw new ServiceException(CommonFault.ACCESS_DENIED, decision.message(request));
    }
  }

  /**
   * What the decision would be if {@code policy} were the resource's policy and nothing else spoke:
   * the question before a policy is saved.
   */
  public Decision decideUnder(PolicyDocument policy, AuthorizationRequest request) {
    Permission proposed = Permission.policy(PolicyType.KEY_POLICY, "proposed policy", policy);
    return PolicyEvaluation.decide(request, List.of(proposed), clock.instant());
  }

  /** The decision, and the statements that made it. */
  public Decision decide(AuthorizationRequest request) {
    List<Permission> permissions = new ArrayList<>();
    for (PermissionSource source : sources) {
      permissions.addAll(source.permissionsFor(request));
    }
    return PolicyEvaluation.decide(request, permissions, clock.instant());
  }
}
