package org.latchkey.access;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One of the values that a policy gives for a condition key.
 *
 * @param text the value
 * @param variables whether policy variables are known there
 * @param where the value's place in the policy
 */
record ConditionValue(String text, boolean variables, String where) {

  /** No exponents: a few characters of one could stand for gigabytes of digits. */
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{0,40}\\.?[0-9]{1,40}");

  /**
   * Makes the value ready for an operator.
   *
   * @throws InvalidPolicy where it is not of the operator's type
   */
  ValueTest compile(ConditionOperator operator) {
    return switch (operator.type()) {
      case STRING, STRING_IGNORE_CASE, STRING_PATTERN -> string(operator.type());
      case NUMERIC -> numeric(operator);
      case DATE -> date(operator);
      case BOOLEAN -> bool(operator);
      case BINARY -> binary();
      case IP_ADDRESS -> ipAddress();
      case ARN -> ArnPattern.compile(text, variables, where)::matches;
    };
  }

  private ValueTest string(ConditionOperator.Type type) {
    boolean wildcards = type == ConditionOperator.Type.STRING_PATTERN;
    boolean ignoreCase = type == ConditionOperator.Type.STRING_IGNORE_CASE;
    Template template = Template.compile(text, wildcards, variables, where);
    return (actual, keys) -> {
      Glob glob = template.resolve(keys);
      if (glob == null) {
        return ValueTest.Result.UNRESOLVED;
      }
      return ValueTest.Result.of(
          ignoreCase ? glob.matchesIgnoreCase(actual) : glob.matches(actual));
    };
  }

  private ValueTest numeric(ConditionOperator operator) {
    BigDecimal expected = number(text);
    if (expected == null) {
      throw notOfType("a number");
    }
    return (actual, keys) -> {
      BigDecimal given = number(actual);
      return given == null
          ? ValueTest.Result.MALFORMED
          : ValueTest.Result.of(operator.accepts(given.compareTo(expected)));
    };
  }

  private static @Nullable BigDecimal number(String text) {
    return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
  }

  private ValueTest date(ConditionOperator operator) {
    Instant expected = PolicyDate.parse(text);
    if (expected == null) {
      throw notOfType("a date such as 2026-01-31T00:00:00Z or seconds since 1970");
    }
    return (actual, keys) -> {
      Instant given = PolicyDate.parse(actual);
      return given == null
          ? ValueTest.Result.MALFORMED
          : ValueTest.Result.of(operator.accepts(given.compareTo(expected)));
    };
  }

  private ValueTest bool(ConditionOperator operator) {
    String expected = text.toLowerCase(Locale.ROOT);
    if (expected.equals("true") || expected.equals("false")) {
      return (actual, keys) -> ValueTest.Result.of(expected.equalsIgnoreCase(actual));
    }
    if (operator == ConditionOperator.BOOL && variables && text.contains("${")) {
      return string(ConditionOperator.Type.STRING_IGNORE_CASE);
    }
    throw notOfType("true or false");
  }

  private ValueTest binary() {
    byte[] expected = bytes(text);
    if (expected == null) {
      throw notOfType("base64");
    }
    return (actual, keys) -> {
      byte[] given = bytes(actual);
      return given == null
          ? ValueTest.Result.MALFORMED
          : ValueTest.Result.of(Arrays.equals(expected, given));
    };
  }

  private static byte @Nullable [] bytes(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private ValueTest ipAddress() {
    IpRange range = IpRange.parse(text);
    if (range == null) {
      throw notOfType("an IP address or a range such as 203.0.113.0/24");
    }
    return (actual, keys) -> range.contains(actual);
  }

  private InvalidPolicy notOfType(String type) {
    return new InvalidPolicy(where, "\"" + text + "\" is not " + type + ".");
  }
}
