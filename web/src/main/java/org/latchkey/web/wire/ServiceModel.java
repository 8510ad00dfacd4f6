package org.latchkey.web.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A published service model: its operations and their shapes.
 *
 * @param service the name that credential scopes use, for example {@code acm-pca}
 * @param targetPrefix what stands before the dot in {@code X-Amz-Target}
 */
record ServiceModel(
    String service,
    String apiVersion,
    String targetPrefix,
    Map<String, Operation> operations,
    Map<String, Shape> shapes) {

  private static final Shape NO_INPUT =
      new Shape(
          "(no input)",
          Shape.Type.STRUCTURE,
          null,
          null,
          null,
          List.of(),
          false,
          false,
          Set.of(),
          Map.of(),
          null,
          null,
          null);

  /**
   * An operation of a model.
   *
   * @param input the input's shape; null where there is none
   * @param output the output's shape; null where there is none
   * @param binding how it is asked for where HTTP says so; null where a header or a parameter does
   */
  record Operation(
      @Nullable String input, @Nullable String output, @Nullable HttpBinding binding) {}

  /**
   * The address of an operation of a REST service.
   *
   * @param queryMembers members of the input that are parameters of the address
   */
  record HttpBinding(String method, String path, Set<String> queryMembers) {}

  /** The model of that service, from the resources beside this class. */
  static ServiceModel of(String service) {
    try (InputStream resource = ServiceModel.class.getResourceAsStream(service + ".json")) {
      if (resource == null) {
        throw new FileNotFoundException("no service model for " + service);
      }
      return parse(service, new ObjectMapper().readTree(resource));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An operation's input; where the model has none, a structure without members. */
  Shape input(Operation operation) {
    return operation.input() == null ? NO_INPUT : shape(operation.input());
  }

  Shape shape(@Nullable String name) {
    Shape shape = name == null ? null : shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("the model of " + service + " has no shape " + name);
    }
    return shape;
  }

  private static ServiceModel parse(String service, JsonNode model) {
    JsonNode metadata = model.required("metadata");
    Map<String, Operation> operations = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> operation : model.required("operations").properties()) {
      operations.put(
          operation.getKey(),
          new Operation(
              text(operation.getValue(), "input"),
              text(operation.getValue(), "output"),
              binding(operation.getValue(), model)));
    }
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> shape : model.required("shapes").properties()) {
      shapes.put(shape.getKey(), shape(shape.getKey(), shape.getValue()));
    }
    return new ServiceModel(
        service,
        metadata.required("apiVersion").asText(),
        metadata.path("targetPrefix").asText(service),
        operations,
        shapes);
  }

  private static @Nullable HttpBinding binding(JsonNode operation, JsonNode model) {
    JsonNode http = operation.path("http");
    if (http.isMissingNode()) {
      return null;
    }
    JsonNode input = model.required("shapes").path(operation.path("input").asText());
    Set<String> queryMembers =
        input.path("members").properties().stream()
            .filter(member -> member.getValue().path("location").asText().equals("querystring"))
            .map(Map.Entry::getKey)
            .collect(Collectors.toUnmodifiableSet());
    return new HttpBinding(
        http.required("method").asText(), http.required("requestUri").asText(), queryMembers);
  }

  private static Shape shape(String name, JsonNode node) {
    String pattern = text(node, "pattern");
    Map<String, String> members = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : node.path("members").properties()) {
      members.put(member.getKey(), member.getValue().required("shape").asText());
    }
    return new Shape(
        name,
        Shape.Type.valueOf(node.required("type").asText().toUpperCase(Locale.ROOT)),
        number(node, "min"),
        number(node, "max"),
        pattern == null ? null : Pattern.compile(pattern),
        texts(node.path("enum")),
        node.path("sensitive").asBoolean(),
        node.path("union").asBoolean(),
        Set.copyOf(texts(node.path("required"))),
        members,
        text(node.path("member"), "shape"),
        text(node.path("key"), "shape"),
        text(node.path("value"), "shape"));
  }

  private static @Nullable String text(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asText() : null;
  }

  private static @Nullable Long number(JsonNode node, String field) {
    return node.hasNonNull(field) ? node.get(field).asLong() : null;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));
    return List.copyOf(texts);
  }
}
