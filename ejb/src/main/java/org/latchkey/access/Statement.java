package org.latchkey.access;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One statement of a policy.
 *
 * @param name its Sid, or {@code Statement[n]} where it has none
 * @param principals null in identity-based policies
 * @param notPrincipal whether it is NotPrincipal
 * @param actions in lower case
 * @param notAction whether it is NotAction
 * @param resources empty in trust policies, which apply to their role
 * @param notResource whether it is NotResource
 * @param conditions all of which must hold
 */
record Statement(
    String name,
    Effect effect,
    @Nullable Principals principals,
    boolean notPrincipal,
    List<Glob> actions,
    boolean notAction,
    List<Template> resources,
    boolean notResource,
    List<Condition> conditions) {

  Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
    conditions = List.copyOf(conditions);
  }

  /**
   * Whether the statement, of an identity-based policy, applies to the request: one that names
   * principals never does.
   */
  boolean applies(EvaluationContext context) {
    return principals == null && covers(context);
  }

  /** How the statement, of a resource-based policy, applies to the request. */
  PrincipalMatch match(EvaluationContext context) {
    if (principals == null) {
      return PrincipalMatch.NONE;
    }
    PrincipalMatch match;
    if (notPrincipal) {
      match = principals.except(context) ? PrincipalMatch.NONE : PrincipalMatch.SELF;
    } else {
      match = principals.match(context, effect);
    }
    return match != PrincipalMatch.NONE && covers(context) ? match : PrincipalMatch.NONE;
  }

  private boolean covers(EvaluationContext context) {
    return coversAction(context.action()) && coversResource(context) && conditionsHold(context);
  }

  /**
   * Whether the statement is about the action, whatever its conditions say.
   *
   * @param action in lower case
   */
  boolean names(String action) {
    return coversAction(action);
  }

  private boolean coversAction(String action) {
    for (Glob each : actions) {
      if (each.matches(action)) {
        return !notAction;
      }
    }
    return notAction;
  }

  private boolean coversResource(EvaluationContext context) {
    if (resources.isEmpty()) {
      return true;
    }
    boolean undefined = false;
    for (Template each : resources) {
      Glob glob = each.resolve(context);
      if (glob == null) {
        undefined = true;
      } else if (glob.matches(context.resource())) {
        return !notResource;
      }
    }
    return notResource && !(undefined && effect == Effect.ALLOW);
  }

  private boolean conditionsHold(EvaluationContext context) {
    for (Condition condition : conditions) {
      if (!condition.holds(context, effect)) {
        return false;
      }
    }
    return true;
  }
}
