package org.latchkey.access;

import java.util.List;

/**
 * One line of a Condition element: an operator, a key, and the values to compare the key's with.
 *
 * <p>Several values mean "any of them", for a negated operator "none of them". A request that gives
 * the key several values is compared as ForAllValues or ForAnyValue says; without either, each of
 * them must hold for an Allow, and any for a Deny, so that a policy that forgot to say never allows
 * more.
 *
 * @param operator for example StringLike
 * @param quantifier ForAllValues, ForAnyValue or neither
 * @param ifExists whether a request without the key satisfies the condition
 * @param key in lower case
 * @param keyText as the policy spells it
 * @param values the policy's values as text
 * @param tests one for each of them
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">IAM
 *     User Guide, Condition operators</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html">IAM
 *     User Guide, Single-valued vs. multivalued context keys</a>
 */
record Condition(
    ConditionOperator operator,
    Quantifier quantifier,
    boolean ifExists,
    String key,
    String keyText,
    List<String> values,
    List<ValueTest> tests) {

  enum Quantifier {
    NONE,
    FOR_ALL_VALUES,
    FOR_ANY_VALUE
  }

  Condition {
    values = List.copyOf(values);
    tests = List.copyOf(tests);
  }

  /** Whether the request satisfies the condition, in a statement of the given effect. */
  boolean holds(ConditionKeys keys, Effect effect) {
    List<String> actual = keys.values(key);
    if (operator == ConditionOperator.NULL) {
      String absent = Boolean.toString(actual.isEmpty());
      return tests.stream().anyMatch(test -> test.matches(absent, keys) == ValueTest.Result.YES);
    }
    if (actual.isEmpty() || (quantifier != Quantifier.NONE && blank(actual))) {
      return holdsWithoutKey(keys, effect);
    }
    boolean all =
        switch (quantifier) {
          case FOR_ALL_VALUES -> true;
          case FOR_ANY_VALUE -> false;
          case NONE -> effect == Effect.ALLOW;
        };
    for (String value : actual) {
      if (satisfies(value, keys, effect) != all) {
        return !all;
      }
    }
    return all;
  }

  /** For the set operators a key whose values are empty strings is a key without values. */
  private static boolean blank(List<String> values) {
    return values.stream().allMatch(String::isEmpty);
  }

  private boolean holdsWithoutKey(ConditionKeys keys, Effect effect) {
    if (ifExists) {
      return true;
    }
    return switch (quantifier) {
      case FOR_ALL_VALUES -> true;
      case FOR_ANY_VALUE -> false;
      case NONE -> operator.negated() && !(effect == Effect.ALLOW && unresolved(keys));
    };
  }

  /**
   * Whether the condition asks the request for something definite: it fails where the key is absent
   * or has another value.
   */
  boolean restricts() {
    return !ifExists
        && !operator.negated()
        && operator != ConditionOperator.NULL
        && quantifier != Quantifier.FOR_ALL_VALUES
        && !values.contains("*");
  }

  /** The operator as the policy may spell it, with its prefix and suffix. */
  String operatorText() {
    String prefix =
        switch (quantifier) {
          case FOR_ALL_VALUES -> "ForAllValues:";
          case FOR_ANY_VALUE -> "ForAnyValue:";
          case NONE -> "";
        };
    return prefix + operator + (ifExists ? "IfExists" : "");
  }

  /** Whether a variable among the policy's values has no value. */
  private boolean unresolved(ConditionKeys keys) {
    return tests.stream().anyMatch(test -> test.matches("", keys) == ValueTest.Result.UNRESOLVED);
  }

  private boolean satisfies(String value, ConditionKeys keys, Effect effect) {
    boolean undefined = false;
    for (ValueTest test : tests) {
      switch (test.matches(value, keys)) {
        case YES -> {
          return !operator.negated();
        }
        case UNRESOLVED, MALFORMED -> undefined = true;
        case NO -> {}
      }
    }
    return operator.negated() && !(undefined && effect == Effect.ALLOW);
  }
}
