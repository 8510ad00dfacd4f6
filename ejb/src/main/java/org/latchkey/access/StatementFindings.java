package org.latchkey.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.latchkey.shared.Arn;

/** Finds what is dangerous about a statement's principals, actions and resources. */
final class StatementFindings {

  /** Keys that, compared with something definite, say who asks or from where. */
  private static final Set<String> NARROWING =
      Set.of(
          "aws:principalarn",
          "aws:principalaccount",
          "aws:principalorgid",
          "aws:userid",
          "aws:username",
          "aws:sourceaccount",
          "aws:sourcearn",
          "aws:sourceip",
          "kms:calleraccount");

  private static final Set<String> SOURCE =
      Set.of("aws:sourceaccount", "aws:sourcearn", "kms:calleraccount");

  /** Every resource there is, or every one of a service, in however few words. */
  private static final Pattern EVERYTHING = Pattern.compile("\\*|arn:[^:]+:[^:]+(:\\*?)*:\\*");

  private final Statement statement;
  private final String where;
  private final PolicyType type;
  private final List<Finding> findings = new ArrayList<>();

  StatementFindings(Statement statement, String where, PolicyType type) {
    this.statement = statement;
    this.where = where;
    this.type = type;
  }

  List<Finding> find() {
    checkActionsExist();
    checkEveryAction();
    Principals principals = statement.principals();
    if (principals != null) {
      checkEveryone(principals);
      checkServices(principals);
      checkNotPrincipal(principals);
      checkNobody(principals);
    }
    return findings;
  }

  private void checkActionsExist() {
    Vocabulary vocabulary = Vocabulary.instance();
    int unknown = 0;
    for (Glob action : statement.actions()) {
      if (!vocabulary.knowsAction(action)) {
        unknown++;
        add(
            Finding.Type.ERROR,
            "INVALID_ACTION",
            actionElement(),
            "No action is called \"" + action + "\" here.");
      }
    }
    if (unknown == statement.actions().size() && !statement.notAction()) {
      addNeverApplies("none of its actions exists.");
    }
  }

  private void checkEveryAction() {
    if (statement.effect() == Effect.DENY) {
      return;
    }
    if (statement.notAction()) {
      add(
          Finding.Type.WARNING,
          "ALLOW_WITH_NOT_ACTION",
          "NotAction",
          "Allow with NotAction allows every other action of every service, and those to come.");
      return;
    }
    boolean onEverything =
        statement.notResource()
            || statement.resources().stream()
                .anyMatch(each -> EVERYTHING.matcher(each.toString()).matches());
    boolean limited = statement.conditions().stream().anyMatch(Condition::restricts);
    if (type.ofResource() || !onEverything || limited) {
      return;
    }
    for (Glob action : statement.actions()) {
      String text = action.toString();
      if (text.equals("*") || text.equals("*:*")) {
        add(
            Finding.Type.SECURITY_WARNING,
            "ALLOW_EVERY_ACTION",
            "Action",
            "The statement allows every action on every resource.");
      } else if (text.endsWith(":*")) {
        add(
            Finding.Type.WARNING,
            "ALLOW_EVERY_ACTION_OF_SERVICE",
            "Action",
            "The statement allows \"" + text + "\" on every resource.");
      }
    }
  }

  private void checkEveryone(Principals principals) {
    if (statement.effect() == Effect.DENY || !principals.everyone()) {
      return;
    }
    boolean narrowed =
        statement.conditions().stream()
            .anyMatch(each -> each.restricts() && NARROWING.contains(each.key()));
    if (narrowed) {
      return;
    }
    boolean everything =
        statement.actions().stream()
            .anyMatch(each -> each.matchesAll() || each.toString().endsWith(":*"));
    add(
        Finding.Type.SECURITY_WARNING,
        everything ? "ALLOW_EVERYONE_EVERY_ACTION" : "ALLOW_WITH_UNRESTRICTED_PRINCIPAL",
        "Principal",
        everything
            ? "The statement allows everyone, in every account, to do everything: name the"
                + " principals and the actions."
            : "The statement allows everyone, in every account, and no condition says who: name the"
                + " principals, or add a condition such as aws:PrincipalAccount.");
  }

  private void checkServices(Principals principals) {
    boolean trust = statement.resources().isEmpty();
    boolean sourced =
        statement.conditions().stream()
            .anyMatch(each -> each.restricts() && SOURCE.contains(each.key()));
    if (statement.effect() == Effect.ALLOW
        && !principals.services().isEmpty()
        && !sourced
        && !trust) {
      add(
          Finding.Type.SECURITY_WARNING,
          "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
          "Principal.Service",
          "The service may use this on any account's behalf: add a condition on aws:SourceAccount"
              + " or aws:SourceArn.");
    }
  }

  private void checkNotPrincipal(Principals principals) {
    if (!statement.notPrincipal()) {
      return;
    }
    for (String arn : principals.arns()) {
      String account = Arn.parse(arn).map(Arn::account).orElse("");
      if (!principals.accounts().contains(account)) {
        add(
            Finding.Type.WARNING,
            "NOT_PRINCIPAL_WITHOUT_ACCOUNT",
            "NotPrincipal",
            "NotPrincipal names " + arn + " without its account " + account + "; name both.");
      }
    }
  }

  private void checkNobody(Principals principals) {
    boolean nobody =
        !principals.everyone()
            && principals.accounts().isEmpty()
            && principals.arns().isEmpty()
            && principals.ids().isEmpty()
            && principals.services().isEmpty()
            && principals.federated().isEmpty();
    if (nobody && !statement.notPrincipal()) {
      addNeverApplies("a canonical user names nobody here.");
    }
  }

  private String actionElement() {
    return statement.notAction() ? "NotAction" : "Action";
  }

  private void addNeverApplies(String because) {
    findings.add(neverApplies(statement, where, because));
  }

  /** A Deny that never applies protects nothing, so it is graver than such an Allow. */
  static Finding neverApplies(Statement statement, String where, String because) {
    return statement.effect() == Effect.DENY
        ? new Finding(
            Finding.Type.SECURITY_WARNING,
            "DENY_NEVER_APPLIES",
            where,
            "The Deny can never apply: " + because)
        : new Finding(
            Finding.Type.WARNING,
            "ALLOW_NEVER_APPLIES",
            where,
            "The Allow can never apply: " + because);
  }

  private void add(Finding.Type type, String issueCode, String element, String details) {
    findings.add(new Finding(type, issueCode, where + "." + element, details));
  }
}
