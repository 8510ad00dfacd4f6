package org.latchkey.access;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a Principal or NotPrincipal element. */
final class PrincipalsParser {

  private static final Pattern ACCOUNT = Pattern.compile("(?:arn:aws:iam::)?(\\d{12})(?::root)?");
  private static final Pattern ARN =
      Pattern.compile(
          "arn:aws:(iam::\\d{12}:(user|role)/[\\w+=,.@/-]+"
              + "|sts::\\d{12}:(assumed-role/[\\w+=,.@-]+/[\\w+=,.@-]+|federated-user/[\\w+=,.@-]+))");
  private static final Pattern UNIQUE_ID = Pattern.compile("A(ID|RO)A[A-Z0-9]{12,124}");
  private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]++(?:\\.[a-z0-9-]++)++");
  private static final Pattern CANONICAL_USER = Pattern.compile("[0-9a-f]{64}");

  private final JsonNode value;
  private final String where;
  private final boolean notPrincipal;

  private boolean everyone;
  private final Set<String> accounts = new HashSet<>();
  private final Set<String> arns = new HashSet<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<String> services = new HashSet<>();
  private final Set<String> federated = new HashSet<>();
  private final Set<String> canonicalUsers = new HashSet<>();

  PrincipalsParser(JsonNode value, String where, boolean notPrincipal) {
    this.value = value;
    this.where = where;
    this.notPrincipal = notPrincipal;
  }

  Principals parse() {
    if (value.isTextual() && value.textValue().equals("*")) {
      everyone = true;
    } else if (value.isObject() && !value.isEmpty()) {
      value.properties().forEach(this::read);
    } else {
      throw new InvalidPolicy(where, "the value must be \"*\" or a JSON object.");
    }
    if (everyone && notPrincipal) {
      throw new InvalidPolicy(where, "NotPrincipal must not be \"*\".");
    }
    return new Principals(everyone, accounts, arns, ids, services, federated, canonicalUsers);
  }

  private void read(Map.Entry<String, JsonNode> entry) {
    String type = entry.getKey();
    String at = where + "." + type;
    for (String name : StatementParser.strings(entry.getValue(), at)) {
      boolean known =
          switch (type) {
            case "AWS" -> addAws(name);
            case "Service" -> SERVICE.matcher(name).matches() && added(services, name);
            case "Federated" -> !name.isBlank() && !name.contains("*") && added(federated, name);
            case "CanonicalUser" ->
                CANONICAL_USER.matcher(name).matches() && added(canonicalUsers, name);
            default ->
                throw new InvalidPolicy(where, "\"" + type + "\" is not a type of principal.");
          };
      if (!known) {
        throw new InvalidPolicy(at, "\"" + name + "\" is not a principal.");
      }
    }
  }

  private boolean addAws(String name) {
    if (name.equals("*")) {
      everyone = true;
      return true;
    }
    Matcher account = ACCOUNT.matcher(name);
    if (account.matches() && name.startsWith("arn:") == name.endsWith(":root")) {
      return added(accounts, account.group(1));
    }
    if (ARN.matcher(name).matches()) {
      return added(arns, name);
    }
    return UNIQUE_ID.matcher(name).matches() && added(ids, name);
  }

  private static boolean added(Set<String> names, String name) {
    names.add(name);
    return true;
  }
}
