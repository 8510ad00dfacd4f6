package org.latchkey.access;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks for conditions of one statement that no request can satisfy together. What it does not see
 * is not promised to be satisfiable.
 */
final class Contradictions {

  private final Map<String, List<Condition>> byKey = new LinkedHashMap<>();

  Contradictions(List<Condition> conditions) {
    for (Condition condition : conditions) {
      byKey.computeIfAbsent(condition.key(), key -> new ArrayList<>()).add(condition);
    }
  }

  /** Why no request satisfies all of the conditions; empty where nothing speaks against it. */
  Optional<String> find() {
    return byKey.values().stream().map(this::ofOneKey).filter(Objects::nonNull).findFirst();
  }

  private @Nullable String ofOneKey(List<Condition> conditions) {
    String key = conditions.get(0).keyText();
    boolean absent = conditions.stream().anyMatch(each -> isNull(each, "true"));
    boolean present =
        conditions.stream()
            .anyMatch(each -> isNull(each, "false") || each.restricts() || isAnyArn(each));
    if (absent && present) {
      return key + " must be both absent and present.";
    }
    if (noStringSatisfies(conditions)) {
      return "no value of " + key + " satisfies all of the conditions on it.";
    }
    return emptyInterval(conditions) ? "the interval for " + key + " is empty." : null;
  }

  /** Whether it is a Null condition with this value alone. */
  static boolean isNull(Condition condition, String value) {
    return condition.operator() == ConditionOperator.NULL
        && condition.values().stream().allMatch(each -> each.equalsIgnoreCase(value));
  }

  /** A pattern of * alone still needs the key to be there. */
  private static boolean isAnyArn(Condition condition) {
    return condition.values().contains("*")
        && !condition.ifExists()
        && !condition.operator().negated()
        && condition.quantifier() != Condition.Quantifier.FOR_ALL_VALUES;
  }

  /** Tries the values that a StringEquals leaves over on every other condition on strings. */
  private static boolean noStringSatisfies(List<Condition> conditions) {
    return conditions.stream()
        .filter(each -> each.operator() == ConditionOperator.STRING_EQUALS)
        .filter(each -> each.quantifier() == Condition.Quantifier.NONE && !each.ifExists())
        .filter(each -> each.values().stream().noneMatch(value -> value.contains("${")))
        .anyMatch(
            each ->
                each.values().stream()
                    .noneMatch(
                        value -> conditions.stream().allMatch(other -> takes(other, value))));
  }

  private static boolean takes(Condition condition, String value) {
    boolean strings =
        switch (condition.operator().type()) {
          case STRING, STRING_IGNORE_CASE, STRING_PATTERN -> true;
          default -> false;
        };
    boolean variable = condition.values().stream().anyMatch(each -> each.contains("${"));
    return !strings || variable || condition.holds(key -> List.of(value), Effect.DENY);
  }

  private static boolean emptyInterval(List<Condition> conditions) {
    BigDecimal lowest = null;
    BigDecimal highest = null;
    boolean open = false;
    for (Condition condition : conditions) {
      ConditionOperator operator = condition.operator();
      boolean above = operator.accepts(1) && !operator.accepts(-1);
      boolean below = operator.accepts(-1) && !operator.accepts(1);
      boolean bounds = condition.restricts() && (above || below);
      if (!bounds || condition.quantifier() != Condition.Quantifier.NONE) {
        continue;
      }
      List<BigDecimal> values =
          condition.values().stream().map(value -> number(operator.type(), value)).toList();
      if (above) {
        BigDecimal least = Collections.min(values);
        lowest = lowest == null ? least : lowest.max(least);
      } else {
        BigDecimal most = Collections.max(values);
        highest = highest == null ? most : highest.min(most);
      }
      open |= !operator.accepts(0);
    }
    if (lowest == null || highest == null) {
      return false;
    }
    int order = lowest.compareTo(highest);
    return order > 0 || (order == 0 && open);
  }

  /** A number, or the seconds since 1970 of a date: the two are compared for aws:EpochTime. */
  private static BigDecimal number(ConditionOperator.Type type, String text) {
    Instant date = type == ConditionOperator.Type.DATE ? PolicyDate.parse(text) : null;
    return date == null
        ? new BigDecimal(text)
        : BigDecimal.valueOf(date.getEpochSecond()).add(BigDecimal.valueOf(date.getNano(), 9));
  }
}
