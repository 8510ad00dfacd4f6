package org.latchkey.tests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a server's trail says. */
final class AuditTrail {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LatchkeyServer server;

  AuditTrail(LatchkeyServer server) {
    this.server = server;
  }

  /** The records of the call whose reply carried this id. */
  List<JsonNode> of(String requestId) {
    return lines()
        .filter(line -> line.contains(requestId))
        .map(AuditTrail::read)
        .filter(record -> record.path("requestID").asText().equals(requestId))
        .toList();
  }

  /** The lines of all files, in their order. */
  Stream<String> lines() {
    return files().stream().flatMap(AuditTrail::lines);
  }

  /** The lines of all files, archived ones among them. */
  Stream<String> allLines() {
    Path archive = server.data().resolve("audit").resolve("archive");
    return Stream.concat(
        (Files.isDirectory(archive) ? files(archive) : List.<Path>of())
            .stream().flatMap(AuditTrail::lines),
        lines());
  }

  /** The files that are not archived, in their order. */
  List<Path> files() {
    return files(server.data().resolve("audit"));
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jsonl")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
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
