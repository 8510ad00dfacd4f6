package org.latchkey.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** What a server's audit file says. */
final class AuditTrail {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LatchkeyServer server;

  AuditTrail(LatchkeyServer server) {
    this.server = server;
  }

  /** The records of the call whose reply carried this id. */
  List<JsonNode> of(String requestId) {
    try (Stream<String> lines = Files.lines(server.data().resolve("audit/audit.jsonl"))) {
      return lines
          .filter(line -> line.contains(requestId))
          .map(AuditTrail::read)
          .filter(record -> record.path("requestID").asText().equals(requestId))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
