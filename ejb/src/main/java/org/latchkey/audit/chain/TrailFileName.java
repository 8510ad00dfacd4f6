package org.latchkey.audit.chain;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The name of a file of records, {@code audit-<node>-<number of its first record>.jsonl}.
 *
 * @param first the number of the first record in it
 */
public record TrailFileName(String node, long first) {

  private static final Pattern NAME =
      Pattern.compile("audit-([0-9a-f-]{1,64})-([0-9]{16})\\.jsonl");

  /** A file of records, where it lies now. */
  public record Located(TrailFileName name, Path path) {}

  public static Optional<TrailFileName> parse(String name) {
    Matcher parts = NAME.matcher(name);
    return parts.matches()
        ? Optional.of(new TrailFileName(parts.group(1), Long.parseLong(parts.group(2))))
        : Optional.empty();
  }

  /**
   * The files of records in folders, by node and in their order. What is in two folders, as while
   * it is being moved, is found in the first.
   */
  public static List<Located> in(List<Path> folders) throws IOException {
    Map<TrailFileName, Located> found = new HashMap<>();
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          files
              .flatMap(
                  path ->
                      parse(String.valueOf(path.getFileName()))
                          .map(name -> new Located(name, path))
                          .stream())
              .forEach(file -> found.putIfAbsent(file.name(), file));
        }
      }
    }
    return found.values().stream()
        .sorted(
            Comparator.comparing((Located file) -> file.name().node())
                .thenComparing(file -> file.name().first()))
        .toList();
  }

  @Override
  public String toString() {
    return "audit-%s-%016d.jsonl".formatted(node, first);
  }
}
