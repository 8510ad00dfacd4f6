package org.latchkey.tests;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/**
 * Requests that keep to the service models in most of what they say, and break them somewhere: made
 * up from a seed, so that the same come again.
 */
final class MadeUpRequests {

  private static final String MODELS = "WEB-INF/classes/org/latchkey/web/wire/";
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final int LONGEST = 5_000;
  private static final int DEEPEST = 5;

  private static final List<JsonNode> ODD =
      List.of(
          NODES.nullNode(),
          NODES.booleanNode(true),
          NODES.numberNode(-1),
          NODES.numberNode(0.5),
          NODES.numberNode(1e300),
          NODES.numberNode(Long.MAX_VALUE),
          NODES.numberNode(BigInteger.TWO.pow(70)),
          NODES.textNode(""),
          NODES.textNode(" "),
          NODES.textNode("\u0000"),
          NODES.textNode("a\u0000b"),
          NODES.textNode("\ud800"),
          NODES.textNode("\ud83d\ude42"),
          NODES.textNode("\u0130\u0130"),
          NODES.textNode("..%2f..%00"),
          NODES.textNode("*"),
          NODES.textNode("arn:aws:kms"),
          NODES.textNode("arn:aws:kms:us-east-1:123456789012:key/"),
          NODES.textNode("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"),
          NODES.textNode("x".repeat(LONGEST)),
          NODES.arrayNode(),
          NODES.arrayNode().add(NODES.arrayNode().add(NODES.nullNode())),
          NODES.objectNode(),
          NODES.objectNode().set("a", NODES.objectNode()));

  private final Random random;
  private final Map<String, String> known;
  private final Map<String, JsonNode> models;
  private final List<Named> operations = new ArrayList<>();

  /**
   * An operation of a service.
   *
   * @param service as in the scope of a signature, for example {@code acm-pca}
   */
  record Named(String service, String operation) {}

  /**
   * A request.
   *
   * @param target the value of {@code X-Amz-Target}; empty where the body is a form
   */
  record MadeUp(Named named, String target, String body) {}

  /**
   * Reads the models from what is shipped.
   *
   * @param known what there is on the server, by the end of the names of those members that are
   *     mostly to have it, for example {@code keyid}
   */
  MadeUpRequests(long seed, Map<String, String> known) throws IOException {
    this.random = new Random(seed);
    this.known = known;
    this.models = models();
    models.forEach(
        (service, model) ->
            model
                .path("operations")
                .properties()
                .forEach(
                    operation -> {
                      if (!operation.getValue().has("http")) {
                        operations.add(new Named(service, operation.getKey()));
                      }
                    }));
  }

  private static Map<String, JsonNode> models() throws IOException {
    Map<String, JsonNode> models = new TreeMap<>();
    try (ZipFile archive = new ZipFile(System.getProperty("latchkey.ear"))) {
      byte[] module = archive.getInputStream(archive.getEntry("latchkey-web.war")).readAllBytes();
      ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(module));
      for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
        String name = entry.getName();
        if (name.startsWith(MODELS) && name.endsWith(".json")) {
          models.put(
              name.substring(MODELS.length(), name.length() - ".json".length()),
              JSON.readTree(entries.readAllBytes()));
        }
      }
    }
    return models;
  }

  /** All operations of the models but those of REST services. */
  List<Named> operations() {
    return operations;
  }

  /** A request of an operation. */
  MadeUp next(Named named) throws JsonProcessingException {
    JsonNode model = models.getOrDefault(named.service(), NODES.objectNode());
    String input = model.path("operations").path(named.operation()).path("input").asText();
    JsonNode body = input.isEmpty() ? NODES.objectNode() : value(model, input, "", 0);
    String prefix = model.path("metadata").path("targetPrefix").asText();
    if (prefix.isEmpty()) {
      String version = model.path("metadata").path("apiVersion").asText();
      StringBuilder form = new StringBuilder("Action=" + named.operation() + "&Version=" + version);
      flatten("", body, form);
      return new MadeUp(named, "", form.toString());
    }
    return new MadeUp(
        named, prefix + '.' + named.operation(), broken(JSON.writeValueAsString(body)));
  }

  private boolean chance(double probability) {
    return random.nextDouble() < probability;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private JsonNode value(JsonNode model, String name, String member, int depth) {
    if (depth > 0 && chance(0.025)) {
      return one(ODD);
    }
    JsonNode shape = model.path("shapes").path(name);
    return switch (shape.path("type").asText()) {
      case "structure" -> structure(model, shape, depth);
      case "list" -> list(model, shape, member, depth);
      case "map" -> map(model, shape, depth);
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "integer", "long" -> number(shape);
      case "timestamp" -> timestamp();
      case "blob" -> NODES.textNode(blob());
      default -> NODES.textNode(text(shape, member));
    };
  }

  private ObjectNode structure(JsonNode model, JsonNode shape, int depth) {
    ObjectNode structure = NODES.objectNode();
    List<String> required = new ArrayList<>();
    shape.path("required").forEach(each -> required.add(each.asText()));
    shape
        .path("members")
        .properties()
        .forEach(
            member -> {
              double wanted = depth < 2 ? 0.4 : 0.2;
              if (depth < DEEPEST && chance(required.contains(member.getKey()) ? 0.96 : wanted)) {
                String of = member.getValue().path("shape").asText();
                structure.set(member.getKey(), value(model, of, member.getKey(), depth + 1));
              }
            });
    if (chance(0.02)) {
      structure.set("NoSuchMember", one(ODD));
    }
    return structure;
  }

  private ArrayNode list(JsonNode model, JsonNode shape, String member, int depth) {
    ArrayNode list = NODES.arrayNode();
    String of = shape.path("member").path("shape").asText();
    int size = chance(0.03) ? 101 : random.nextInt(3);
    for (int i = 0; i < size; i++) {
      list.add(value(model, of, member, depth + 1));
    }
    return list;
  }

  private ObjectNode map(JsonNode model, JsonNode shape, int depth) {
    ObjectNode map = NODES.objectNode();
    for (int i = random.nextInt(3); i > 0; i--) {
      map.set(
          text(model.path("shapes").path(shape.path("key").path("shape").asText()), ""),
          value(model, shape.path("value").path("shape").asText(), "", depth + 1));
    }
    return map;
  }

  private JsonNode number(JsonNode shape) {
    long min = shape.path("min").asLong(0);
    long max = shape.path("max").asLong(1_000);
    return NODES.numberNode(
        one(List.of(min - 1, min, min + 1, max - 1, max, max + 1, 7L, 30L, 365L)));
  }

  private JsonNode timestamp() {
    return one(
        List.of(
            NODES.numberNode(1_800_000_000L),
            NODES.numberNode(1_800_000_000.123),
            NODES.numberNode(0),
            NODES.numberNode(-62_135_596_801L),
            NODES.numberNode(1e15),
            NODES.textNode("2027-01-01T00:00:00Z"),
            NODES.textNode("+1000000000-12-31T23:59:59Z")));
  }

  private String blob() {
    if (chance(0.05)) {
      return one(List.of("A", "====", "AA=A", "\u00e9", "AAAA\n"));
    }
    byte[] octets = new byte[one(List.of(0, 1, 12, 16, 32, 64, 256, 4096, 4097))];
    random.nextBytes(octets);
    return Base64.getEncoder().encodeToString(octets);
  }

  private String text(JsonNode shape, String member) {
    if (shape.has("enum") && chance(0.95)) {
      List<String> values = new ArrayList<>();
      shape.path("enum").forEach(each -> values.add(each.asText()));
      // making such keys would take most of the time
      values.removeIf(each -> each.contains("RSA_4096") || each.contains("RSA_3072"));
      return one(values);
    }
    List<String> meant =
        known.entrySet().stream()
            .filter(each -> member.toLowerCase(Locale.ROOT).endsWith(each.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    if (!meant.isEmpty() && chance(0.85)) {
      return one(meant);
    }
    if (chance(0.2)) {
      return one(List.copyOf(known.values()));
    }
    int min = Math.min(shape.path("min").asInt(1), LONGEST);
    int max = Math.min(shape.path("max").asInt(40), LONGEST);
    int length = one(List.of(Math.max(min - 1, 0), min, Math.min(min + 7, max), max, max + 1));
    return String.valueOf(one(List.of('a', '1', 'A', 'z', '\u00e9'))).repeat(length);
  }

  /** Now and then a text that is no longer JSON, or no longer the same. */
  private String broken(String json) {
    if (!chance(0.03)) {
      return json;
    }
    int at = random.nextInt(json.length());
    return one(
        List.of(
            json.substring(0, at),
            json + json,
            json + ',',
            json.substring(0, at) + '\u0001' + json.substring(at),
            '[' + json + ']',
            "[".repeat(LONGEST),
            "{\"a\":".repeat(LONGEST),
            ""));
  }

  private static void flatten(String name, JsonNode value, StringBuilder form) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              member ->
                  flatten(
                      name.isEmpty() ? member.getKey() : name + '.' + member.getKey(),
                      member.getValue(),
                      form));
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        flatten(name + ".member." + (i + 1), value.get(i), form);
      }
    } else {
      form.append('&')
          .append(URLEncoder.encode(name, UTF_8))
          .append('=')
          .append(URLEncoder.encode(value.asText(), UTF_8));
    }
  }
}
