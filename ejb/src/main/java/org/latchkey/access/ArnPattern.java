package org.latchkey.access;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The value of an ARN operator: each of the six parts is compared by itself and may have wildcards;
 * {@code *} alone matches every ARN.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN">IAM
 *     User Guide, ARN condition operators</a>
 */
final class ArnPattern {

  private static final int PARTS = 6;

  private final List<Template> parts;

  private ArnPattern(List<Template> parts) {
    this.parts = parts;
  }

  static ArnPattern compile(String text, boolean variables, String where) {
    List<String> parts = text.equals("*") ? anything() : split(text, variables, where);
    if (parts.size() < PARTS && !(parts.size() == 1 && variables && text.startsWith("${"))) {
      throw new InvalidPolicy(where, "\"" + text + "\" is not an ARN, which has six parts.");
    }
    return new ArnPattern(
        parts.stream().map(part -> Template.compile(part, true, variables, where)).toList());
  }

  private static List<String> anything() {
    return IntStream.range(0, PARTS).mapToObj(part -> "*").toList();
  }

  /** Splits at colons, those within a variable's name left alone. */
  private static List<String> split(String text, boolean variables, String where) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    int at = 0;
    while (at < text.length() && parts.size() < PARTS - 1) {
      if (variables && text.startsWith("${", at)) {
        at = Template.end(text, at, where);
      } else if (text.charAt(at) == ':') {
        parts.add(text.substring(start, at));
        start = at + 1;
      }
      at++;
    }
    parts.add(text.substring(start));
    return parts;
  }

  ValueTest.Result matches(String value, ConditionKeys keys) {
    List<Glob> globs = new ArrayList<>(parts.size());
    for (Template part : parts) {
      Glob glob = part.resolve(keys);
      if (glob == null) {
        return ValueTest.Result.UNRESOLVED;
      }
      globs.add(glob);
    }
    return ValueTest.Result.of(matches(value, globs));
  }

  private static boolean matches(String value, List<Glob> globs) {
    if (globs.size() == 1) {
      return globs.get(0).matches(value);
    }
    @Nullable String[] actual = value.split(":", PARTS);
    if (actual.length < PARTS) {
      return false;
    }
    for (int i = 0; i < PARTS; i++) {
      String part = actual[i];
      if (part == null || !globs.get(i).matches(part)) {
        return false;
      }
    }
    return true;
  }
}
