package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.latchkey.audit.chain.TrailLines;

/** Times of records, read from their lines. */
final class TrailTimes {

  private static final Pattern TIME = Pattern.compile("\"eventTime\":\"([^\"]{1,40})\"");

  private TrailTimes() {}

  /** When a file's first record was made; empty where it has none that can be read. */
  static Optional<Instant> first(Path file) {
    try (TrailLines lines = new TrailLines(file, 0)) {
      byte[] line = lines.next();
      return line == null ? Optional.empty() : of(line);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> of(byte[] line) {
    Matcher time = TIME.matcher(new String(line, UTF_8));
    try {
      return time.find() ? Optional.of(Instant.parse(time.group(1))) : Optional.empty();
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
