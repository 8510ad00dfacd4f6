package org.latchkey.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  private static final Permission EVERYTHING =
      Permission.policy(
          PolicyType.IDENTITY_POLICY,
          "any policy of the caller",
          PolicyDocument.parse(
              """
              {"Version": "2012-10-17",
               "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}""",
              PolicyKind.IDENTITY));

  private final List<PermissionSource> sources;
  private final Organizations organizations;
  private final Clock clock;

  /** For the container's proxy, which passes every call on to the bean. */
  Authorizer() {
    this(List.of(), account -> Optional.empty(), Clock.systemUTC());
  }

  @Inject
  Authorizer(@Any Instance<PermissionSource> sources, Organizations organizations, Clock clock) {
    this(sources.stream().toList(), organizations, clock);
  }

  Authorizer(List<PermissionSource> sources, Organizations organizations, Clock clock) {
    this.sources = sources;
    this.organizations = organizations;
    this.clock = clock;
  }

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
   * Returns where a service of the server's own may do by its service-linked role what only that
   * role is asked for: what is part of the service, and happens because its time has come.
   *
   * @throws ServiceException with {@code AccessDeniedException} where the role lacks it
   */
  public void authorizeByRole(AuthorizationRequest request) {
    List<Permission> roles =
        permissions(request).stream()
            .filter(each -> each.type() == PolicyType.SERVICE_ROLE)
            .map(
                each ->
                    new Permission(PolicyType.IDENTITY_POLICY, each.source(), each.policy(), false))
            .toList();
    Decision decision = decideByIdentity(request, roles);
    if (!decision.allowed()) {
      throw new ServiceException(CommonFault.ACCESS_DENIED, decision.message(request));
    }
  }

  /**
   * What the decision would be if {@code policy} were the resource's policy, supposing that the
   * caller's own policies allow everything: the question before a policy is saved that could lock
   * its writer out.
   */
  public Decision decideUnder(PolicyDocument policy, AuthorizationRequest request) {
    return PolicyEvaluation.decide(
        request,
        List.of(Permission.policy(PolicyType.KEY_POLICY, "proposed policy", policy), EVERYTHING),
        surroundings());
  }

  /** What the decision would be if these were all the permissions that there are. */
  public Decision decideBy(AuthorizationRequest request, List<Permission> permissions) {
    return PolicyEvaluation.decide(request, permissions, surroundings());
  }

  /**
   * What the decision would be by the caller's own permissions, supposing that the resource's
   * policy lets in whomever these allow.
   */
  public Decision decideByIdentity(AuthorizationRequest request, List<Permission> permissions) {
    return PolicyEvaluation.decideByIdentity(request, permissions, surroundings());
  }

  /**
   * The decision by the caller's own policies alone, as though the resource's let in whomever these
   * allow.
   */
  public Decision decideByIdentity(AuthorizationRequest request) {
    return decideByIdentity(
        request,
        permissions(request).stream()
            .filter(each -> !each.type().ofResource() && each.type() != PolicyType.GRANT)
            .toList());
  }

  /** What the decision is with a grant that gives the caller what the request asks for. */
  public Decision decideByGrant(AuthorizationRequest request, String grantId) {
    List<Permission> permissions = permissions(request);
    permissions.add(Permission.grant(grantId));
    return decideBy(request, permissions);
  }

  /** The decision, and the statements that made it. */
  public Decision decide(AuthorizationRequest request) {
    return PolicyEvaluation.decide(request, permissions(request), surroundings());
  }

  private List<Permission> permissions(AuthorizationRequest request) {
    List<Permission> permissions = new ArrayList<>();
    for (PermissionSource source : sources) {
      permissions.addAll(source.permissionsFor(request));
    }
    return permissions;
  }

  private Surroundings surroundings() {
    return new Surroundings(clock.instant(), organizations);
  }
}
