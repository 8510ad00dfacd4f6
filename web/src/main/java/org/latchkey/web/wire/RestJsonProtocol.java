package org.latchkey.web.wire;

import static org.latchkey.shared.CommonFault.SERIALIZATION;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.CommonFault;
import org.latchkey.shared.Fault;
import org.latchkey.shared.ServiceException;
import org.latchkey.web.wire.ServiceModel.HttpBinding;

/**
 * AWS's REST JSON: method and path name the operation, its members are the body's and, where the
 * model says so, the query's.
 */
final class RestJsonProtocol implements Protocol {

  private static final String CONTENT_TYPE = "application/json";
  private static final byte[] NO_OUTPUT = {'{', '}'};

  private static final Map<Fault, Integer> STATUS =
      Map.of(
          CommonFault.ACCESS_DENIED, 403,
          CommonFault.EXPIRED_TOKEN, 403,
          CommonFault.INCOMPLETE_SIGNATURE, 403,
          CommonFault.INVALID_SIGNATURE, 403,
          CommonFault.MISSING_AUTHENTICATION_TOKEN, 403,
          CommonFault.THROTTLING, 429,
          CommonFault.UNRECOGNIZED_CLIENT, 403);

  private static final JsonMapper JSON =
      JsonMapper.builder(JsonInput.FACTORY)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final List<OperationTable> tables;
  private final Set<String> paths;

  RestJsonProtocol(List<OperationTable> tables) {
    this.tables = List.copyOf(tables);
    this.paths =
        tables.stream()
            .flatMap(table -> table.model().operations().values().stream())
            .flatMap(operation -> Stream.ofNullable(operation.binding()))
            .map(HttpBinding::path)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a path is that of an operation, whatever the method. */
  boolean serves(String path) {
    return paths.contains(path);
  }

  @Override
  public @Nullable Target target(WireRequest request) {
    for (OperationTable table : tables) {
      for (Map.Entry<String, ServiceModel.Operation> operation :
          table.model().operations().entrySet()) {
        HttpBinding binding = operation.getValue().binding();
        if (binding != null
            && binding.path().equals(request.http().path())
            && binding.method().equals(request.http().method())) {
          return new Target(table, operation.getKey());
        }
      }
    }
    return null;
  }

  @Override
  public JsonInput input(WireRequest request, Operation operation, OperationTable table) {
    byte[] body = request.http().body();
    String query = request.http().query();
    ServiceModel.Operation shapes = table.model().operations().get(operation.name());
    HttpBinding binding = shapes == null ? null : shapes.binding();
    if (query.isEmpty() || binding == null) {
      return new JsonInput(body);
    }
    QueryForm form = QueryForm.parse(query);
    try {
      JsonNode root = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
      if (!(root instanceof ObjectNode members)) {
        return new JsonInput(body);
      }
      for (String name : binding.queryMembers()) {
        String value = form.get(name);
        if (value != null) {
          Shape shape = table.model().shape(operation.input().members().get(name));
          members.set(name, scalar(shape, value));
        }
      }
      return new JsonInput(JSON.writeValueAsBytes(members));
    } catch (IOException malformed) {
      throw new ServiceException(
          SERIALIZATION, "The request body is not one JSON object.", malformed);
    }
  }

  private static JsonNode scalar(Shape shape, String value) {
    boolean number = shape.type() == Shape.Type.INTEGER && value.matches("-?[0-9]{1,10}");
    return number
        ? JSON.getNodeFactory().numberNode(Long.parseLong(value))
        : JSON.getNodeFactory().textNode(value);
  }

  @Override
  public WireReply success(
      Operation operation, OperationTable table, @Nullable Object response, String requestId)
      throws IOException {
    if (!operation.hasOutput()) {
      return new WireReply(200, CONTENT_TYPE, NO_OUTPUT.clone());
    }
    try (JsonDocument document = new JsonDocument()) {
      operation.write(response, document);
      return new WireReply(200, CONTENT_TYPE, document.toByteArray());
    }
  }

  @Override
  public WireReply failure(WireRequest request, Fault fault, String message) throws IOException {
    try (JsonDocument document = new JsonDocument()) {
      document.beginStructure();
      document.beginMember("message");
      document.string(message);
      if (fault == CommonFault.VALIDATION) {
        document.beginMember("reason");
        document.string("fieldValidationFailed");
      }
      document.endStructure();
      return new WireReply(
          STATUS.getOrDefault(fault, fault.status()),
          CONTENT_TYPE,
          document.toByteArray(),
          fault.code());
    }
  }
}
