package org.latchkey.access;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.access.Decision.Deciding;
import org.latchkey.access.Decision.Outcome;
import org.latchkey.access.Organizations.Membership;
import org.latchkey.shared.Arn;
import org.latchkey.shared.Caller;

/**
 * Reads the decision table.
 *
 * <p>{@code callers.json} has the principals. Each other file has {@code policies} by name, with
 * their type, and {@code cases}: who ({@code caller}, with {@code as} for what differs this time),
 * {@code action}, {@code resource}, {@code policies}, {@code grants} and {@code accountGrants} (to
 * the caller's account) that bear on it, the feature's condition keys ({@code context}), and the
 * expected {@code outcome} and {@code by}: the deciding statements as {@code policy#Sid}, or the
 * type of policy that lacks an Allow.
 *
 * <p>{@code conditions.json} has one condition a row and whether it {@code holds}: such a row is
 * two cases, an Allow under the condition and a Deny under it.
 */
final class DecisionTable {

  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> FILES =
      List.of(
          "iam-guide.json",
          "kms-guide.json",
          "principals.json",
          "layers.json",
          "services-and-grants.json",
          "language.json");

  private static final String KEY =
      "arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

  /** Two accounts in one organization, a third in another; the rest are in none. */
  private static final Map<String, Membership> ORGANIZATIONS =
      Map.of(
          "111122223333",
          new Membership("o-a1b2c3d4e5", "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"),
          "123456789012",
          new Membership("o-a1b2c3d4e5", "o-a1b2c3d4e5/r-ab12/"),
          "444455556666",
          new Membership("o-z9y8x7w6v5", "o-z9y8x7w6v5/r-zy98/"));

  private DecisionTable() {}

  private static Optional<Membership> memberships(String account) {
    return Optional.ofNullable(ORGANIZATIONS.get(account));
  }

  record Case(
      String name,
      AuthorizationRequest request,
      List<Permission> permissions,
      Outcome outcome,
      String by) {

    Decision decide() {
      return PolicyEvaluation.decide(
          request, permissions, new Surroundings(NOW, DecisionTable::memberships));
    }

    List<String> namesOf(List<Deciding> deciding) {
      return deciding.stream()
          .map(
              each ->
                  each.type() == PolicyType.GRANT
                      ? each.source()
                      : each.source() + "#" + each.statement())
          .toList();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> read() {
    JsonNode callers = json("callers.json");
    List<Case> cases = new ArrayList<>();
    for (String file : FILES) {
      JsonNode table = json(file);
      for (JsonNode each : table.path("cases")) {
        cases.add(whole(file, table, callers, each));
      }
    }
    for (JsonNode row : json("conditions.json").path("rows")) {
      cases.add(conditional(callers, row, "Allow"));
      cases.add(conditional(callers, row, "Deny"));
    }
    return cases.stream();
  }

  private static Case whole(String file, JsonNode table, JsonNode callers, JsonNode row) {
    Caller caller = caller(callers, row.path("caller").asText(), row.path("as"));
    List<Permission> permissions = new ArrayList<>();
    for (JsonNode name : row.path("policies")) {
      permissions.add(permission(name.asText(), table.path("policies").path(name.asText())));
    }
    for (JsonNode grant : row.path("grants")) {
      permissions.add(Permission.grant(grant.asText()));
    }
    for (JsonNode grant : row.path("accountGrants")) {
      permissions.add(Permission.grantToAccount(grant.asText()));
    }
    String resource = row.path("resource").asText();
    String owner =
        Arn.parse(resource)
            .map(Arn::account)
            .filter(account -> !account.isEmpty())
            .orElse(row.path("owner").asText(caller.account()));
    AuthorizationRequest request =
        new AuthorizationRequest(
            caller, row.path("action").asText(), resource, owner, context(row.path("context")));
    return new Case(
        file.replace(".json", "") + ": " + row.path("case").asText(),
        request,
        permissions,
        Outcome.valueOf(row.path("outcome").asText()),
        row.path("by").asText());
  }

  private static Permission permission(String name, JsonNode described) {
    if (described.isMissingNode()) {
      throw new IllegalArgumentException("No policy is called " + name);
    }
    PolicyType type = PolicyType.valueOf(described.path("type").asText());
    PolicyKind kind = type.ofResource() ? PolicyKind.RESOURCE : PolicyKind.IDENTITY;
    if (described.path("trust").asBoolean()) {
      kind = PolicyKind.TRUST;
    }
    return Permission.policy(
        type, name, PolicyDocument.parse(described.path("policy").toString(), kind));
  }

  /** A key policy with one statement under the condition; for Deny, beside an Allow without one. */
  private static Case conditional(JsonNode callers, JsonNode row, String effect) {
    String condition =
        JSON.createObjectNode()
            .set(
                row.path("operator").asText(),
                JSON.createObjectNode().set(row.path("key").asText(), row.path("policy")))
            .toString();
    String statement =
        """
        {"Sid": "%s", "Effect": "%s", "Action": "kms:*", "Resource": "*",
         "Principal": {"AWS": ["111122223333", "arn:aws:iam::111122223333:user/alice",
         "arn:aws:iam::111122223333:role/Engineering"], "Service": "acm.amazonaws.com"}%s}""";
    String conditional = statement.formatted(effect, effect, ", \"Condition\": " + condition);
    String always = statement.formatted("Always", "Allow", "");
    String policy =
        "{\"Version\": \"%s\", \"Statement\": [%s]}"
            .formatted(
                row.path("version").asText("2012-10-17"),
                effect.equals("Deny") ? always + "," + conditional : conditional);
    boolean allow = effect.equals("Allow");
    boolean holds = row.path(allow ? "holds" : "denies").asBoolean(row.path("holds").asBoolean());
    Outcome outcome =
        allow
            ? (holds ? Outcome.ALLOW : Outcome.IMPLICIT_DENY)
            : (holds ? Outcome.EXPLICIT_DENY : Outcome.ALLOW);
    String by = holds ? "key#" + effect : allow ? "RESOURCE_POLICY" : "key#Always";
    return new Case(
        "conditions: %s, %s".formatted(row.path("case").asText(), effect),
        new AuthorizationRequest(
            caller(callers, row.path("caller").asText("alice"), row.path("as")),
            "kms:Decrypt",
            KEY,
            "111122223333",
            context(row.path("context"))),
        List.of(
            Permission.policy(
                PolicyType.KEY_POLICY, "key", PolicyDocument.parse(policy, PolicyKind.RESOURCE))),
        outcome,
        by);
  }

  private static RequestContext context(JsonNode described) {
    RequestContext.Builder context = RequestContext.builder();
    described
        .properties()
        .forEach(
            key -> {
              if (key.getValue().isArray()) {
                key.getValue().forEach(value -> context.put(key.getKey(), value.asText()));
              } else {
                context.put(key.getKey(), key.getValue().asText());
              }
            });
    return context.build();
  }

  private static Caller caller(JsonNode callers, String name, JsonNode differing) {
    JsonNode described = callers.path(name);
    if (described.isMissingNode()) {
      throw new IllegalArgumentException("No caller is called " + name);
    }
    Map<String, String> tags = new TreeMap<>();
    differing
        .path("tags")
        .properties()
        .forEach(tag -> tags.put(tag.getKey(), tag.getValue().asText()));
    JsonNode mfaAge = differing.path("mfaAge");
    return new Caller(
        Caller.Type.valueOf(described.path("type").asText()),
        described.path("account").asText(),
        described.path("principal").asText(),
        described.path("userId").asText(),
        differing.path("region").asText("us-west-2"),
        text(differing.path("accessKeyId"), text(described.path("accessKeyId"), null)),
        text(differing.path("sourceIp"), text(described.path("sourceIp"), null)),
        text(differing.path("userAgent"), null),
        "request-1",
        differing.path("secureTransport").asBoolean(true),
        mfaAge.isMissingNode() ? null : NOW.minusSeconds(mfaAge.asLong()),
        tags,
        text(differing.path("viaService"), null));
  }

  private static @Nullable String text(JsonNode node, @Nullable String otherwise) {
    return node.isMissingNode() ? otherwise : node.asText();
  }

  private static JsonNode json(String file) {
    try (InputStream in = DecisionTable.class.getResourceAsStream("decisions/" + file)) {
      if (in == null) {
        throw new IllegalStateException("There is no decisions/" + file);
      }
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
