package org.latchkey.web.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a shape demands of a value, in the words that AWS's services use. */
final class Constraints {

  private static final int LONGEST_ECHO = 1_024;

  private final Shape shape;
  private final List<Constraint> constraints;

  private record Constraint(String text, Test test) {}

  private interface Test {
    boolean passes(Object value);
  }

  private Constraints(Shape shape, List<Constraint> constraints) {
    this.shape = shape;
    this.constraints = constraints;
  }

  static Constraints of(Shape shape) {
    List<Constraint> constraints = new ArrayList<>();
    String measure =
        switch (shape.type()) {
          case INTEGER, LONG, FLOAT, DOUBLE -> "value";
          default -> "length";
        };
    Long max = shape.max();
    if (max != null) {
      constraints.add(
          new Constraint(
              "Member must have " + measure + " less than or equal to " + max,
              value -> measure(value) <= max));
    }
    Long min = shape.min();
    if (min != null) {
      constraints.add(
          new Constraint(
              "Member must have " + measure + " greater than or equal to " + min,
              value -> measure(value) >= min));
    }
    Pattern pattern = shape.pattern();
    if (pattern != null) {
      constraints.add(
          new Constraint(
              "Member must satisfy regular expression pattern: " + pattern.pattern(),
              value -> (max != null && measure(value) > max) || matches(pattern, (String) value)));
    }
    if (!shape.values().isEmpty()) {
      constraints.add(
          new Constraint(
              "Member must satisfy enum value set: [" + String.join(", ", shape.values()) + "]",
              value -> shape.values().contains(value)));
    }
    return new Constraints(shape, List.copyOf(constraints));
  }

  boolean isEmpty() {
    return constraints.isEmpty();
  }

  /** The text of every constraint that {@code value} does not satisfy. */
  List<String> failures(Object value) {
    List<String> failures = List.of();
    for (Constraint constraint : constraints) {
      if (!constraint.test().passes(value)) {
        failures = failures.isEmpty() ? new ArrayList<>(1) : failures;
        failures.add(constraint.text());
      }
    }
    return failures;
  }

  boolean satisfiedBy(Object value) {
    return failures(value).isEmpty();
  }

  /** All constraints at once, as they are spoken of where an element of a list fails one. */
  String text() {
    return constraints.stream().map(Constraint::text).toList().toString();
  }

  /** The value as a message may show it: quoted and bounded, or null where it may not. */
  @Nullable String echo(Object value) {
    if (shape.sensitive() || value instanceof byte[]) {
      return null;
    }
    String text = value.toString();
    return text.length() <= LONGEST_ECHO ? text : text.substring(0, LONGEST_ECHO) + "...";
  }

  private static long measure(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    } else if (value instanceof byte[] bytes) {
      return bytes.length;
    } else if (value instanceof List<?> list) {
      return list.size();
    } else if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    return ((Number) value).longValue();
  }

  private static boolean matches(Pattern pattern, String text) {
    try {
      return pattern.matcher(text).matches();
    } catch (StackOverflowError e) {
      // The matcher recurses once for each repetition of a group; text that is too much for it has
      // far more repetitions than any value that means something.
      return false;
    }
  }
}
