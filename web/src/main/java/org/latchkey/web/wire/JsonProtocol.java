package org.latchkey.web.wire;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.latchkey.shared.Fault;

/** AWS JSON 1.1: the operation is named by {@code X-Amz-Target}, the body is one JSON object. */
final class JsonProtocol implements Protocol {

  static final String CONTENT_TYPE = "application/x-amz-json-1.1";

  private static final Pattern OPERATION = Pattern.compile("[A-Za-z]{1,64}");
  private static final byte[] NO_OUTPUT = {};

  private final Map<String, OperationTable> tables;

  JsonProtocol(List<OperationTable> tables) {
    this.tables =
        tables.stream()
            .flatMap(
                table ->
                    Stream.of(table.targetPrefix(), lastName(table.targetPrefix()))
                        .distinct()
                        .map(prefix -> Map.entry(prefix, table)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** Some SDKs leave a prefix's package away. */
  private static String lastName(String prefix) {
    return prefix.substring(prefix.lastIndexOf('.') + 1);
  }

  @Override
  public @Nullable Target target(WireRequest request) {
    String header = request.header("X-Amz-Target");
    if (header == null || header.indexOf('.') < 0) {
      return null;
    }
    int dot = header.lastIndexOf('.');
    OperationTable table = tables.get(header.substring(0, dot));
    String operation = header.substring(dot + 1);
    return table != null && OPERATION.matcher(operation).matches()
        ? new Target(table, operation)
        : null;
  }

  @Override
  public JsonInput input(WireRequest request, Operation operation, OperationTable table) {
    return new JsonInput(request.http().body());
  }

  @Override
  public WireReply success(
      Operation operation, OperationTable table, @Nullable Object response, String requestId)
      throws IOException {
    if (!operation.hasOutput()) {
      return new WireReply(200, CONTENT_TYPE, NO_OUTPUT);
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
      document.beginMember("__type");
      document.string(fault.code());
      document.beginMember("message");
      document.string(message);
      document.endStructure();
      return new WireReply(fault.status(), CONTENT_TYPE, document.toByteArray());
    }
  }
}
