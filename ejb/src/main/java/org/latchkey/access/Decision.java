package org.latchkey.access;

import java.util.List;

/**
 * What was decided, and by what.
 *
 * @param outcome allowed or not
 * @param policyType for a refusal, the type of policy that denies or that lacks an Allow; for an
 *     Allow, the type of the last of the deciding statements
 * @param deciding the statements that decided: the Deny; or the Allows that were needed, the
 *     resource's before the caller's; empty for an implicit deny
 */
public record Decision(Outcome outcome, PolicyType policyType, List<Deciding> deciding) {

  /** The three outcomes of policy evaluation. */
  public enum Outcome {
    ALLOW,
    /** A statement denies it. */
    EXPLICIT_DENY,
    /** Nothing allows it. */
    IMPLICIT_DENY
  }

  /**
   * A statement that decided.
   *
   * @param type the type of its policy
   * @param source the policy's name, or the grant's id
   * @param statement its Sid, or {@code Statement[n]}; for a grant, the grant's id; {@code root}
   *     for what an account's root user may do by itself
   */
  public record Deciding(PolicyType type, String source, String statement) {}

  public Decision {
    deciding = List.copyOf(deciding);
  }

  public boolean allowed() {
    return outcome == Outcome.ALLOW;
  }

  static Decision allow(List<Deciding> deciding) {
    return new Decision(Outcome.ALLOW, deciding.get(deciding.size() - 1).type(), deciding);
  }

  static Decision explicitDeny(Deciding deny) {
    return new Decision(Outcome.EXPLICIT_DENY, deny.type(), List.of(deny));
  }

  static Decision implicitDeny(PolicyType lacking) {
    return new Decision(Outcome.IMPLICIT_DENY, lacking, List.of());
  }

  /**
   * Why the request was refused, in AWS's words.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html">IAM
   *     User Guide, Troubleshoot access denied error messages</a>
   */
  public String message(AuthorizationRequest request) {
    String reason =
        outcome == Outcome.EXPLICIT_DENY
            ? " with an explicit deny in " + policyType.one()
            : " because " + policyType.none() + " allows the " + request.action() + " action";
    return "User: "
        + request.caller().principal()
        + " is not authorized to perform: "
        + request.action()
        + " on resource: "
        + request.resource()
        + reason;
  }
}
