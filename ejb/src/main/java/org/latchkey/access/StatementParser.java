package org.latchkey.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one statement of a policy document. */
final class StatementParser {

  private static final Set<String> ELEMENTS =
      Set.of(
          "Sid",
          "Effect",
          "Principal",
          "NotPrincipal",
          "Action",
          "NotAction",
          "Resource",
          "NotResource",
          "Condition");

  private static final Pattern IDENTITY_SID = Pattern.compile("[A-Za-z0-9]*");
  private static final Pattern ACTION = Pattern.compile("[A-Za-z0-9-]+:[A-Za-z0-9*?]+|\\*(:\\*)?");

  /**
   * An ARN; one that ends early in an asterisk stands for whatever may follow.
   *
   * @see <a
   *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html">IAM
   *     User Guide, IAM JSON policy elements: Resource, "Using wildcards in resource ARNs"</a>
   */
  private static final Pattern RESOURCE =
      Pattern.compile("arn(:[^:]*){4}:.+|arn:[^:]+:[^:*?$]+(:[^:]*){0,2}:[^:]*\\*", Pattern.DOTALL);

  private static final Pattern CONDITION_KEY =
      Pattern.compile("[A-Za-z0-9._/-]+:.+", Pattern.DOTALL);
  private static final Pattern OPERATOR =
      Pattern.compile("(?i)(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?");

  private final JsonNode node;
  private final String where;
  private final PolicyKind kind;
  private final boolean variables;

  StatementParser(JsonNode node, int index, PolicyKind kind, boolean variables) {
    this.node = node;
    this.where = "Statement[" + index + "]";
    this.kind = kind;
    this.variables = variables;
  }

  Statement parse() {
    if (!node.isObject()) {
      throw new InvalidPolicy(where, "a statement must be a JSON object.");
    }
    for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!ELEMENTS.contains(name)) {
        throw new InvalidPolicy(where, "\"" + name + "\" is not an element of a statement.");
      }
    }
    String sid = sid();
    Effect effect = effect();
    boolean notPrincipal = oneOf("Principal", "NotPrincipal");
    boolean notAction = oneOf("Action", "NotAction");
    boolean notResource = oneOf("Resource", "NotResource");
    return new Statement(
        sid.isEmpty() ? where : sid,
        effect,
        principals(notPrincipal, effect),
        notPrincipal,
        actions(notAction ? "NotAction" : "Action"),
        notAction,
        resources(notResource ? "NotResource" : "Resource"),
        notResource,
        conditions());
  }

  private String sid() {
    JsonNode sid = node.get("Sid");
    if (sid == null) {
      return "";
    }
    if (!sid.isTextual()) {
      throw new InvalidPolicy(where + ".Sid", "the value must be a string.");
    }
    if (kind == PolicyKind.IDENTITY && !IDENTITY_SID.matcher(sid.textValue()).matches()) {
      throw new InvalidPolicy(
          where + ".Sid", "an identity-based policy's Sid has letters and digits alone.");
    }
    return sid.textValue();
  }

  private Effect effect() {
    JsonNode effect = node.get("Effect");
    String text = effect != null && effect.isTextual() ? effect.textValue() : "";
    return switch (text) {
      case "Allow" -> Effect.ALLOW;
      case "Deny" -> Effect.DENY;
      default -> throw new InvalidPolicy(where + ".Effect", "the value must be Allow or Deny.");
    };
  }

  /** Whether it is the second of two elements that exclude each other. */
  private boolean oneOf(String element, String notElement) {
    if (node.has(element) && node.has(notElement)) {
      throw new InvalidPolicy(
          where, element + " and " + notElement + " must not stand in the same statement.");
    }
    return node.has(notElement);
  }

  private @Nullable Principals principals(boolean notPrincipal, Effect effect) {
    String element = notPrincipal ? "NotPrincipal" : "Principal";
    JsonNode value = node.get(element);
    if (kind == PolicyKind.IDENTITY) {
      if (value != null) {
        throw new InvalidPolicy(where, "an identity-based policy must not have " + element + ".");
      }
      return null;
    }
    if (value == null) {
      throw new InvalidPolicy(where, "a resource-based policy must have a Principal.");
    }
    if (notPrincipal && effect == Effect.ALLOW) {
      throw new InvalidPolicy(where, "NotPrincipal is supported with the effect Deny alone.");
    }
    if (notPrincipal && kind == PolicyKind.TRUST) {
      throw new InvalidPolicy(where, "a role's trust policy must not have NotPrincipal.");
    }
    return new PrincipalsParser(value, where + "." + element, notPrincipal).parse();
  }

  private List<Glob> actions(String element) {
    if (!node.has(element)) {
      throw new InvalidPolicy(where, "a statement must have an Action or NotAction.");
    }
    List<Glob> actions = new ArrayList<>();
    for (String action : strings(node.path(element), where + "." + element)) {
      if (!ACTION.matcher(action).matches()) {
        throw new InvalidPolicy(
            where + "." + element,
            "\"" + action + "\" is not an action, such as kms:Decrypt or kms:*.");
      }
      actions.add(Glob.of(action.toLowerCase(Locale.ROOT)));
    }
    return actions;
  }

  private List<Template> resources(String element) {
    JsonNode value = node.get(element);
    if (kind == PolicyKind.TRUST) {
      if (value != null) {
        throw new InvalidPolicy(where, "a role's trust policy must not have " + element + ".");
      }
      return List.of();
    }
    if (value == null) {
      throw new InvalidPolicy(where, "a statement must have a Resource or NotResource.");
    }
    List<Template> resources = new ArrayList<>();
    for (String resource : strings(value, where + "." + element)) {
      if (!resource.equals("*") && !RESOURCE.matcher(resource).matches()) {
        throw new InvalidPolicy(
            where + "." + element, "\"" + resource + "\" must be an ARN or \"*\".");
      }
      resources.add(Template.compile(resource, true, variables, where + "." + element));
    }
    return resources;
  }

  /** An empty object is no condition. */
  private List<Condition> conditions() {
    JsonNode value = node.get("Condition");
    if (value == null) {
      return List.of();
    }
    if (!value.isObject()) {
      throw new InvalidPolicy(where + ".Condition", "the value must be a JSON object.");
    }
    List<Condition> conditions = new ArrayList<>();
    value.properties().forEach(operator -> conditions.addAll(conditions(operator)));
    return conditions;
  }

  private List<Condition> conditions(Map.Entry<String, JsonNode> operatorAndKeys) {
    String name = operatorAndKeys.getKey();
    String at = where + ".Condition." + name;
    var parts = OPERATOR.matcher(name);
    ConditionOperator operator =
        parts.matches() ? ConditionOperator.named(parts.group(2)).orElse(null) : null;
    if (operator == null
        || (operator == ConditionOperator.NULL && !name.equalsIgnoreCase("Null"))) {
      throw new InvalidPolicy(
          where + ".Condition", "\"" + name + "\" is not a condition operator.");
    }
    Condition.Quantifier quantifier = quantifier(parts.group(1));
    boolean ifExists = parts.group(3) != null;
    JsonNode keys = operatorAndKeys.getValue();
    if (!keys.isObject() || keys.isEmpty()) {
      throw new InvalidPolicy(at, "the value must be a JSON object that is not empty.");
    }
    List<Condition> conditions = new ArrayList<>();
    keys.properties()
        .forEach(
            key ->
                conditions.add(
                    condition(operator, quantifier, ifExists, key.getKey(), key.getValue(), at)));
    return conditions;
  }

  private static Condition.Quantifier quantifier(@Nullable String prefix) {
    if (prefix == null) {
      return Condition.Quantifier.NONE;
    }
    return prefix.equalsIgnoreCase("ForAllValues")
        ? Condition.Quantifier.FOR_ALL_VALUES
        : Condition.Quantifier.FOR_ANY_VALUE;
  }

  private static String conditionKey(String key, String at) {
    if (!CONDITION_KEY.matcher(key).matches()) {
      throw new InvalidPolicy(at, "\"" + key + "\" is not a condition key, such as aws:SourceIp.");
    }
    return key;
  }

  private Condition condition(
      ConditionOperator operator,
      Condition.Quantifier quantifier,
      boolean ifExists,
      String key,
      JsonNode value,
      String at) {
    String lowerKey = conditionKey(key, at).toLowerCase(Locale.ROOT);
    List<String> values = strings(value, at + "." + key);
    List<ValueTest> tests =
        values.stream()
            .map(text -> new ConditionValue(text, variables, at + "." + key).compile(operator))
            .toList();
    return new Condition(operator, quantifier, ifExists, lowerKey, key, values, tests);
  }

  /** A value, or the values of an array; numbers and Booleans count as what they spell. */
  static List<String> strings(JsonNode value, String at) {
    List<String> strings = new ArrayList<>();
    int count = value.isArray() ? value.size() : 1;
    for (int i = 0; i < count; i++) {
      JsonNode each = value.isArray() ? value.get(i) : value;
      if (!each.isValueNode() || each.isNull()) {
        throw new InvalidPolicy(at, "the value must be a string or an array of strings.");
      }
      strings.add(each.asText());
    }
    if (strings.isEmpty()) {
      throw new InvalidPolicy(at, "the array must not be empty.");
    }
    return strings;
  }
}
