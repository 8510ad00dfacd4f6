package org.latchkey.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.Decision.Deciding;

/**
 * Decides one request from the permissions that bear on it; holds no state between requests.
 *
 * <ol>
 *   <li>A Deny that applies, in any policy, refuses.
 *   <li>Within the account, an Allow of the resource's policy for the caller itself is enough. One
 *       for the role of a session is limited by boundary and session policy. One for the account
 *       alone allows nothing by itself.
 *   <li>An Allow of the caller's own policies is enough within the account, limited by boundary and
 *       session policy; but a KMS key and a role to be assumed must let the caller's account in
 *       first. An account's root user has every Allow of this kind.
 *   <li>From another account both are needed, the resource's policy and the caller's own.
 *   <li>A grant is enough by itself, wherever its grantee is; a role's is limited by boundary and
 *       session policy. One whose grantee is an account lets the account in, as a key policy does:
 *       its users and roles need an Allow of their own.
 *   <li>A service principal needs a policy or grant that names it, or a policy of its own; what its
 *       service-linked role lacks it may not do at all.
 *   <li>Whatever nothing allows is refused.
 * </ol>
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html">IAM
 *     User Guide, Policy evaluation logic</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html">IAM
 *     User Guide, Cross-account policy evaluation logic</a>
 */
final class PolicyEvaluation {

  private final EvaluationContext context;
  private final boolean resourceNeeded;
  private final boolean home;

  private @Nullable Deciding deny;
  private PrincipalMatch resourceMatch = PrincipalMatch.NONE;
  private @Nullable Deciding resourceAllow;
  private @Nullable Deciding identityAllow;
  private @Nullable Deciding grant;
  private boolean boundaryLacks;
  private boolean serviceRoleLacks;
  private boolean sessionPresent;
  private boolean sessionAllows;

  private PolicyEvaluation(EvaluationContext context, boolean resourceNeeded, boolean home) {
    this.context = context;
    this.resourceNeeded = resourceNeeded;
    this.home = home;
  }

  static Decision decide(
      AuthorizationRequest request, List<Permission> permissions, Surroundings surroundings) {
    boolean home = !request.crossAccount();
    return decide(
        request, permissions, surroundings, !home || request.resourcePolicyDecides(), home);
  }

  private static Decision decide(
      AuthorizationRequest request,
      List<Permission> permissions,
      Surroundings surroundings,
      boolean resourceNeeded,
      boolean home) {
    boolean bounded =
        permissions.stream().anyMatch(each -> each.type() == PolicyType.PERMISSIONS_BOUNDARY);
    PolicyEvaluation evaluation =
        new PolicyEvaluation(
            new EvaluationContext(request, surroundings, bounded), resourceNeeded, home);
    for (Permission permission : permissions) {
      evaluation.consider(permission);
      if (evaluation.deny != null) {
        return Decision.explicitDeny(evaluation.deny);
      }
    }
    return evaluation.conclude();
  }

  /** As above, supposing that no policy of the resource is asked for. */
  static Decision decideByIdentity(
      AuthorizationRequest request, List<Permission> permissions, Surroundings surroundings) {
    return decide(request, permissions, surroundings, false, true);
  }

  private void consider(Permission permission) {
    PolicyDocument policy = permission.policy();
    if (policy == null) {
      considerGrant(permission);
      return;
    }
    boolean allowed = false;
    for (Statement statement : policy.statements()) {
      PrincipalMatch match = match(permission.type(), statement);
      if (match == PrincipalMatch.NONE) {
        continue;
      }
      Deciding deciding = new Deciding(permission.type(), permission.source(), statement.name());
      if (statement.effect() == Effect.DENY) {
        deny = deciding;
        return;
      }
      allowed = true;
      note(deciding, match);
    }
    if (permission.type() == PolicyType.PERMISSIONS_BOUNDARY) {
      boundaryLacks |= !allowed;
    } else if (permission.type() == PolicyType.SERVICE_ROLE) {
      serviceRoleLacks |= !allowed;
    } else if (permission.type() == PolicyType.SESSION_POLICY) {
      sessionPresent = true;
      sessionAllows |= allowed;
    }
  }

  private void considerGrant(Permission permission) {
    Deciding deciding = new Deciding(PolicyType.GRANT, permission.source(), permission.source());
    if (!permission.accountAlone()) {
      grant = deciding;
    } else if (resourceAllow == null) {
      resourceMatch = PrincipalMatch.ACCOUNT;
      resourceAllow = deciding;
    }
  }

  private PrincipalMatch match(PolicyType type, Statement statement) {
    if (type.ofResource()) {
      return statement.match(context);
    }
    return statement.applies(context) ? PrincipalMatch.SELF : PrincipalMatch.NONE;
  }

  private void note(Deciding deciding, PrincipalMatch match) {
    if (deciding.type().ofResource()) {
      if (resourceAllow == null || !resourceMatch.atLeast(match)) {
        resourceMatch = match;
        resourceAllow = deciding;
      }
    } else if (deciding.type() == PolicyType.IDENTITY_POLICY && identityAllow == null) {
      identityAllow = deciding;
    }
  }

  private Decision conclude() {
    if (serviceRoleLacks) {
      return Decision.implicitDeny(PolicyType.SERVICE_ROLE);
    }
    boolean selfNamed =
        (home || context.caller().isService()) && resourceMatch == PrincipalMatch.SELF;
    if (selfNamed && resourceAllow != null) {
      return Decision.allow(List.of(resourceAllow));
    }
    PolicyType limit = limit();
    if (grant != null && (limit == null || context.roleArn() == null)) {
      return Decision.allow(List.of(grant));
    }
    boolean roleNamed = home && resourceMatch == PrincipalMatch.ROLE;
    if (roleNamed && resourceAllow != null && limit == null) {
      return Decision.allow(List.of(resourceAllow));
    }
    if (resourceNeeded && resourceAllow == null && grant == null) {
      return Decision.implicitDeny(PolicyType.RESOURCE_POLICY);
    }
    Deciding identity = identityAllow();
    if (limit != null && (identity != null || roleNamed || grant != null)) {
      return Decision.implicitDeny(limit);
    }
    if (identity == null) {
      return Decision.implicitDeny(PolicyType.IDENTITY_POLICY);
    }
    return Decision.allow(
        resourceNeeded && resourceAllow != null
            ? List.of(resourceAllow, identity)
            : List.of(identity));
  }

  private @Nullable Deciding identityAllow() {
    return identityAllow == null && context.caller().isRoot()
        ? new Deciding(PolicyType.IDENTITY_POLICY, context.caller().principal(), "root")
        : identityAllow;
  }

  /** The type of policy that keeps the caller's own permissions from counting; null for none. */
  private @Nullable PolicyType limit() {
    if (boundaryLacks && !context.caller().isRoot()) {
      return PolicyType.PERMISSIONS_BOUNDARY;
    }
    return sessionPresent && !sessionAllows ? PolicyType.SESSION_POLICY : null;
  }
}
