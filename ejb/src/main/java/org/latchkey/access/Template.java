package org.latchkey.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A string of a policy in which {@code ${aws:username}} stands for a value of the request, {@code
 * ${aws:username, 'nobody'}} for that or a default, and <code>${*}</code>, <code>${?}</code> and
 * <code>${$}</code> for the character itself.
 *
 * <p>A variable with no value, or more than one, and no default makes the string match nothing.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html">IAM
 *     User Guide, Policy variables</a>
 */
final class Template {

  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9._/-]+:[^$*?{}']+");

  private sealed interface Piece permits Fixed, Variable {}

  private record Fixed(Glob glob) implements Piece {}

  private record Variable(String key, @Nullable String defaultValue) implements Piece {}

  private final String text;
  private final List<Piece> pieces;
  private final @Nullable Glob fixed;

  private Template(String text, List<Piece> pieces) {
    this.text = text;
    this.pieces = List.copyOf(pieces);
    this.fixed = pieces.size() == 1 && pieces.get(0) instanceof Fixed only ? only.glob() : null;
  }

  /**
   * @param wildcards whether {@code *} and {@code ?} are wildcards
   * @param variables whether the policy's version knows variables
   * @throws InvalidPolicy where a variable is not closed or not well formed
   */
  static Template compile(String text, boolean wildcards, boolean variables, String where) {
    List<Piece> pieces = new ArrayList<>();
    Glob.Builder glob = new Glob.Builder();
    int at = 0;
    while (at < text.length()) {
      int start = variables ? text.indexOf("${", at) : -1;
      String plain = text.substring(at, start < 0 ? text.length() : start);
      if (wildcards) {
        glob.pattern(plain);
      } else {
        glob.literal(plain);
      }
      if (start < 0) {
        break;
      }
      int end = end(text, start, where);
      String name = text.substring(start + 2, end);
      if (name.equals("*") || name.equals("?") || name.equals("$")) {
        glob.literal(name);
      } else {
        pieces.add(new Fixed(glob.build()));
        glob = new Glob.Builder();
        pieces.add(variable(name, where));
      }
      at = end + 1;
    }
    if (!glob.isEmpty() || pieces.isEmpty()) {
      pieces.add(new Fixed(glob.build()));
    }
    return new Template(text, pieces);
  }

  /** The index of the brace that closes the variable that begins at {@code start}. */
  static int end(String text, int start, String where) {
    boolean quoted = false;
    for (int i = start + 2; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\'') {
        quoted = !quoted;
      } else if (c == '}' && !quoted) {
        return i;
      }
    }
    throw new InvalidPolicy(
        where, "the policy variable in \"" + text + "\" is not closed by \"}\".");
  }

  private static Variable variable(String name, String where) {
    int comma = name.indexOf(',');
    String key = (comma < 0 ? name : name.substring(0, comma)).trim();
    if (!KEY.matcher(key).matches()) {
      throw new InvalidPolicy(
          where, "\"${" + name + "}\" is not a policy variable, such as ${aws:username}.");
    }
    @Nullable String defaultValue = null;
    if (comma >= 0) {
      String quoted = name.substring(comma + 1).trim();
      if (quoted.length() < 2 || !quoted.startsWith("'") || !quoted.endsWith("'")) {
        throw new InvalidPolicy(
            where,
            "the default value in \"${" + name + "}\" must stand between single quotation marks.");
      }
      defaultValue = quoted.substring(1, quoted.length() - 1);
    }
    return new Variable(key.toLowerCase(Locale.ROOT), defaultValue);
  }

  /** The pattern for one request; null where a variable has no value there. */
  @Nullable Glob resolve(ConditionKeys keys) {
    if (fixed != null) {
      return fixed;
    }
    Glob.Builder glob = new Glob.Builder();
    for (Piece piece : pieces) {
      if (piece instanceof Fixed part) {
        glob.append(part.glob());
      } else if (piece instanceof Variable variable) {
        String value = value(variable, keys);
        if (value == null) {
          return null;
        }
        glob.literal(value);
      }
    }
    return glob.build();
  }

  private static @Nullable String value(Variable variable, ConditionKeys keys) {
    List<String> values = keys.values(variable.key());
    return values.size() == 1 ? values.get(0) : variable.defaultValue();
  }

  /** The string as the policy has it. */
  @Override
  public String toString() {
    return text;
  }
}
