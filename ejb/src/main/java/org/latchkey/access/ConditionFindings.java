package org.latchkey.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds conditions that mean nothing, hold too easily, or can never hold. */
final class ConditionFindings {

  private static final Set<ConditionOperator> EXACT =
      Set.of(
          ConditionOperator.STRING_EQUALS,
          ConditionOperator.STRING_NOT_EQUALS,
          ConditionOperator.STRING_EQUALS_IGNORE_CASE,
          ConditionOperator.STRING_NOT_EQUALS_IGNORE_CASE);

  private final Statement statement;
  private final String where;
  private final PolicyType type;
  private final List<Finding> findings = new ArrayList<>();

  ConditionFindings(Statement statement, String where, PolicyType type) {
    this.statement = statement;
    this.where = where;
    this.type = type;
  }

  List<Finding> find() {
    for (Condition condition : statement.conditions()) {
      checkKey(condition);
      checkSetOperator(condition);
      checkLiteralWildcard(condition);
      checkEveryAddress(condition);
    }
    new Contradictions(statement.conditions())
        .find()
        .ifPresent(
            because -> findings.add(StatementFindings.neverApplies(statement, where, because)));
    return findings;
  }

  private void checkKey(Condition condition) {
    if (Vocabulary.instance().knowsKey(condition.key())) {
      return;
    }
    add(
        Finding.Type.ERROR,
        "INVALID_CONDITION_KEY",
        condition,
        "No condition key is called \"" + condition.keyText() + "\" here.");
    if (condition.restricts()) {
      findings.add(
          StatementFindings.neverApplies(
              statement, where, "no request has the key " + condition.keyText() + "."));
    }
  }

  private void checkSetOperator(Condition condition) {
    Vocabulary vocabulary = Vocabulary.instance();
    String key = condition.key();
    if (condition.operator() == ConditionOperator.NULL) {
      return;
    }
    if (condition.quantifier() == Condition.Quantifier.NONE && vocabulary.isMultivalued(key)) {
      add(
          Finding.Type.ERROR,
          "MISSING_QUALIFIER",
          condition,
          condition.keyText() + " can have several values: use ForAllValues or ForAnyValue.");
    }
    if (condition.quantifier() == Condition.Quantifier.FOR_ALL_VALUES
        && statement.effect() == Effect.ALLOW
        && vocabulary.isSingleValued(key)) {
      boolean refused =
          type == PolicyType.KEY_POLICY
              && (key.startsWith("kms:encryptioncontext:") || key.startsWith("aws:requesttag/"));
      add(
          refused ? Finding.Type.ERROR : Finding.Type.SECURITY_WARNING,
          "FORALLVALUES_WITH_SINGLE_VALUED_KEY",
          condition,
          "ForAllValues also allows requests without "
              + condition.keyText()
              + ", which has one value at most: remove ForAllValues.");
    }
    if (condition.quantifier() == Condition.Quantifier.FOR_ALL_VALUES
        && statement.effect() == Effect.ALLOW
        && vocabulary.isMultivalued(key)
        && !requiresPresence(key)) {
      add(
          Finding.Type.WARNING,
          "FORALLVALUES_WITHOUT_NULL_CHECK",
          condition,
          "ForAllValues also allows requests without "
              + condition.keyText()
              + ": add \"Null\": {\""
              + condition.keyText()
              + "\": \"false\"} to require it.");
    }
  }

  private boolean requiresPresence(String key) {
    return statement.conditions().stream()
        .filter(each -> each.key().equals(key))
        .anyMatch(each -> each.restricts() || Contradictions.isNull(each, "false"));
  }

  private void checkLiteralWildcard(Condition condition) {
    boolean wildcard =
        condition.values().stream()
            .map(value -> value.replace("${*}", "").replace("${?}", ""))
            .anyMatch(value -> value.contains("*") || value.contains("?"));
    if (wildcard && EXACT.contains(condition.operator())) {
      add(
          Finding.Type.WARNING,
          "WILDCARD_WITHOUT_LIKE_OPERATOR",
          condition,
          condition.operator() + " takes * and ? literally: use StringLike for patterns.");
    }
  }

  private void checkEveryAddress(Condition condition) {
    if (condition.operator().type() != ConditionOperator.Type.IP_ADDRESS) {
      return;
    }
    for (String value : condition.values()) {
      IpRange range = IpRange.parse(value);
      if (range != null && range.isEverything()) {
        add(
            Finding.Type.WARNING,
            "EVERY_IP_ADDRESS",
            condition,
            value + " is every address of its family.");
      }
    }
  }

  private void add(Finding.Type type, String issueCode, Condition condition, String details) {
    findings.add(
        new Finding(
            type,
            issueCode,
            where + ".Condition." + condition.operatorText() + "." + condition.keyText(),
            details));
  }
}
