package org.latchkey.access;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a policy document by the published grammar.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html">IAM
 *     User Guide, Grammar of the IAM JSON policy language</a>
 */
final class PolicyParser {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Set<String> ELEMENTS = Set.of("Version", "Id", "Statement");

  private final String json;
  private final PolicyKind kind;

  PolicyParser(String json, PolicyKind kind) {
    this.json = json;
    this.kind = kind;
  }

  PolicyDocument parse() {
    JsonNode root = read();
    if (!root.isObject()) {
      throw new InvalidPolicy("The policy document is not a JSON object.");
    }
    for (Iterator<String> names = root.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!ELEMENTS.contains(name)) {
        throw new InvalidPolicy("Policy", "\"" + name + "\" is not an element of a policy.");
      }
    }
    checkId(root);
    String version = version(root);
    return new PolicyDocument(json, version, statements(root, "2012-10-17".equals(version)));
  }

  private JsonNode read() {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new InvalidPolicy("The policy document is not valid JSON" + where + ".");
    }
  }

  private void checkId(JsonNode root) {
    JsonNode id = root.get("Id");
    if (id == null) {
      return;
    }
    if (kind == PolicyKind.IDENTITY) {
      throw new InvalidPolicy("Id", "an identity-based policy must not have an Id.");
    }
    if (!id.isTextual()) {
      throw new InvalidPolicy("Id", "the value must be a string.");
    }
  }

  private static @Nullable String version(JsonNode root) {
    JsonNode version = root.get("Version");
    if (version == null) {
      return null;
    }
    String text = version.isTextual() ? version.textValue() : "";
    if (!text.equals("2008-10-17") && !text.equals("2012-10-17")) {
      throw new InvalidPolicy("Version", "the value must be \"2012-10-17\" or \"2008-10-17\".");
    }
    return text;
  }

  private List<Statement> statements(JsonNode root, boolean variables) {
    JsonNode node = root.get("Statement");
    if (node == null || !(node.isObject() || node.isArray()) || node.isEmpty()) {
      throw new InvalidPolicy("Statement", "a policy must have at least one statement.");
    }
    List<Statement> statements = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int count = node.isArray() ? node.size() : 1;
    for (int i = 0; i < count; i++) {
      JsonNode each = node.isArray() ? node.get(i) : node;
      Statement statement = new StatementParser(each, i, kind, variables).parse();
      if (!names.add(statement.name()) && kind != PolicyKind.AUTHORITY) {
        throw new InvalidPolicy(
            "Statement[" + i + "].Sid",
            "\"" + statement.name() + "\" is the Sid of another statement too.");
      }
      statements.add(statement);
    }
    return statements;
  }
}
