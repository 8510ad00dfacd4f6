package org.latchkey.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The condition operators, without their prefixes and the suffix IfExists. Their names are not
 * case-sensitive.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html">IAM
 *     User Guide, Condition operators</a>
 */
enum ConditionOperator {
  STRING_EQUALS("StringEquals", Type.STRING),
  STRING_NOT_EQUALS("StringNotEquals", Type.STRING),
  STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase", Type.STRING_IGNORE_CASE),
  STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase", Type.STRING_IGNORE_CASE),
  STRING_LIKE("StringLike", Type.STRING_PATTERN),
  STRING_NOT_LIKE("StringNotLike", Type.STRING_PATTERN),
  NUMERIC_EQUALS("NumericEquals", Type.NUMERIC),
  NUMERIC_NOT_EQUALS("NumericNotEquals", Type.NUMERIC),
  NUMERIC_LESS_THAN("NumericLessThan", Type.NUMERIC),
  NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals", Type.NUMERIC),
  NUMERIC_GREATER_THAN("NumericGreaterThan", Type.NUMERIC),
  NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals", Type.NUMERIC),
  DATE_EQUALS("DateEquals", Type.DATE),
  DATE_NOT_EQUALS("DateNotEquals", Type.DATE),
  DATE_LESS_THAN("DateLessThan", Type.DATE),
  DATE_LESS_THAN_EQUALS("DateLessThanEquals", Type.DATE),
  DATE_GREATER_THAN("DateGreaterThan", Type.DATE),
  DATE_GREATER_THAN_EQUALS("DateGreaterThanEquals", Type.DATE),
  BOOL("Bool", Type.BOOLEAN),
  BINARY_EQUALS("BinaryEquals", Type.BINARY),
  IP_ADDRESS("IpAddress", Type.IP_ADDRESS),
  NOT_IP_ADDRESS("NotIpAddress", Type.IP_ADDRESS),
  ARN_EQUALS("ArnEquals", Type.ARN),
  ARN_LIKE("ArnLike", Type.ARN),
  ARN_NOT_EQUALS("ArnNotEquals", Type.ARN),
  ARN_NOT_LIKE("ArnNotLike", Type.ARN),
  NULL("Null", Type.BOOLEAN);

  /** What an operator compares. */
  enum Type {
    STRING,
    STRING_IGNORE_CASE,
    STRING_PATTERN,
    NUMERIC,
    DATE,
    BOOLEAN,
    BINARY,
    IP_ADDRESS,
    ARN
  }

  private static final Map<String, ConditionOperator> BY_NAME =
      Arrays.stream(values())
          .collect(Collectors.toMap(each -> each.name.toLowerCase(Locale.ROOT), each -> each));

  private final String name;
  private final Type type;
  private final boolean negated;

  ConditionOperator(String name, Type type) {
    this.name = name;
    this.type = type;
    this.negated = name.contains("Not");
  }

  static Optional<ConditionOperator> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT)));
  }

  Type type() {
    return type;
  }

  /** Whether it holds where none of the policy's values match. */
  boolean negated() {
    return negated;
  }

  /**
   * Whether the order of two values is what the operator asks for, a negated operator being taken
   * for its opposite.
   *
   * @param sign the sign of comparing the request's value with the policy's
   */
  boolean accepts(int sign) {
    if (name.endsWith("LessThan")) {
      return sign < 0;
    }
    if (name.endsWith("LessThanEquals")) {
      return sign <= 0;
    }
    if (name.endsWith("GreaterThan")) {
      return sign > 0;
    }
    return name.endsWith("GreaterThanEquals") ? sign >= 0 : sign == 0;
  }

  @Override
  public String toString() {
    return name;
  }
}
