package org.latchkey.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says what is dangerous about a policy, or likely to be a mistake, before it is saved: access for
 * everyone, every action, services that can be made a confused deputy, a policy that nobody could
 * change again, statements that never apply, names that mean nothing, conditions that hold when
 * they should not.
 *
 * <p>Finding nothing is no proof that a policy is harmless. Policies that are not well formed never
 * come here: {@link PolicyDocument#parse} refuses them.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html">IAM
 *     User Guide, Access Analyzer policy check reference</a>
 */
public final class PolicyFindings {

  private final PolicyDocument policy;
  private final PolicyType type;
  private final List<Finding> findings = new ArrayList<>();

  private PolicyFindings(PolicyDocument policy, PolicyType type) {
    this.policy = policy;
    this.type = type;
  }

  /**
   * The findings, in the order of the policy's statements.
   *
   * @param type what the policy is to be, which decides what is dangerous
   */
  public static List<Finding> of(PolicyDocument policy, PolicyType type) {
    PolicyFindings check = new PolicyFindings(policy, type);
    check.checkVersion();
    List<Statement> statements = policy.statements();
    for (int i = 0; i < statements.size(); i++) {
      String where = "Statement[" + i + "]";
      check.findings.addAll(new StatementFindings(statements.get(i), where, type).find());
      check.findings.addAll(new ConditionFindings(statements.get(i), where, type).find());
    }
    check.checkLockOut();
    return List.copyOf(check.findings);
  }

  private void checkVersion() {
    String version = policy.version();
    if (version == null) {
      add(
          Finding.Type.WARNING,
          "MISSING_VERSION",
          "Without a Version the policy is read as 2008-10-17; add \"Version\": \"2012-10-17\".");
    }
    boolean old = !"2012-10-17".equals(version);
    String text = policy.toString().toLowerCase(Locale.ROOT);
    if (old && (text.contains("${aws:") || text.contains("${kms:"))) {
      add(
          Finding.Type.WARNING,
          "VARIABLE_UNSUPPORTED_IN_VERSION",
          "Policy variables are taken literally in this version; change it to 2012-10-17.");
    }
  }

  /** A key is reached through its policy alone, so one that lets nobody change it is for ever. */
  private void checkLockOut() {
    if (type != PolicyType.KEY_POLICY) {
      return;
    }
    boolean closed =
        policy.statements().stream().anyMatch(each -> deniesEveryone(each, "kms:putkeypolicy"));
    boolean open =
        policy.statements().stream()
            .anyMatch(each -> each.effect() == Effect.ALLOW && each.names("kms:putkeypolicy"));
    if (closed || !open) {
      add(
          Finding.Type.ERROR,
          "POLICY_LOCKOUT",
          closed
              ? "Everyone is denied kms:PutKeyPolicy: nobody can change this policy again."
              : "Nobody is allowed kms:PutKeyPolicy: nobody can change this policy again.");
    }
  }

  private static boolean deniesEveryone(Statement statement, String action) {
    Principals principals = statement.principals();
    return statement.effect() == Effect.DENY
        && principals != null
        && principals.everyone()
        && statement.conditions().isEmpty()
        && statement.names(action);
  }

  private void add(Finding.Type type, String issueCode, String details) {
    findings.add(new Finding(type, issueCode, "Policy", details));
  }
}
