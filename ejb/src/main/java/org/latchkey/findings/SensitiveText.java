package org.latchkey.findings;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks through the tags, names and descriptions of a request. */
final class SensitiveText {

  private static final Set<String> TEXTS =
      Set.of(
          "aliasname",
          "comment",
          "customkeystorename",
          "description",
          "groupname",
          "instanceprofilename",
          "name",
          "path",
          "policyname",
          "rolename",
          "rolesessionname",
          "secretname",
          "username");

  private static final Set<String> TAGS = Set.of("tags", "taglist", "tagkeys");

  private SensitiveText() {}

  /**
   * Something found.
   *
   * @param member where, for example {@code tags[0].tagValue}
   */
  record Hit(SensitiveKind kind, String member) {}

  /** What the parameters of a request hold that should not be there. */
  static List<Hit> in(JsonNode requestParameters) {
    List<Hit> hits = new ArrayList<>();
    walk(requestParameters, "", false, hits);
    return hits;
  }

  private static void walk(JsonNode node, String member, boolean looked, List<Hit> hits) {
    if (node.isTextual() && looked) {
      SensitiveKind.in(node.asText()).forEach(kind -> hits.add(new Hit(kind, member)));
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        walk(node.get(i), member + '[' + i + ']', looked, hits);
      }
    } else if (node.isObject()) {
      for (Map.Entry<String, JsonNode> each : node.properties()) {
        String name = each.getKey().toLowerCase(Locale.ROOT);
        walk(
            each.getValue(),
            member.isEmpty() ? each.getKey() : member + '.' + each.getKey(),
            looked || TAGS.contains(name) || (TEXTS.contains(name) && each.getValue().isTextual()),
            hits);
      }
    }
  }
}
