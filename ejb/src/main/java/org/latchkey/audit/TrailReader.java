package org.latchkey.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.latchkey.audit.chain.ChainLink;
import org.latchkey.audit.chain.TrailFileName.Located;
import org.latchkey.audit.chain.TrailLines;
import org.latchkey.crypto.Digests;

/** Reads this node's records in their order, wherever their files lie now. */
@ApplicationScoped
public class TrailReader {

  private static final int ENOUGH_BYTES = 8 << 20;

  private static final Logger LOG = Logger.getLogger(TrailReader.class.getName());

  @Inject private Trail trail;

  /**
   * Some records.
   *
   * @param records JSON objects, without their links
   * @param next behind the last of them
   * @param more whether there are more of them already
   */
  public record Batch(List<byte[]> records, TrailPosition next, boolean more) {

    public Batch {
      records = List.copyOf(records);
    }
  }

  /** Records as they are read: each may have a hundred kilobytes and more. */
  private static final class Taken {
    private final List<byte[]> records = new ArrayList<>();
    private final int limit;
    private long bytes;

    private Taken(int limit) {
      this.limit = limit;
    }

    private void add(byte[] record) {
      records.add(record);
      bytes += record.length;
    }

    private boolean isFull() {
      return records.size() >= limit || bytes >= ENOUGH_BYTES;
    }
  }

  /** The name of the node whose records these are. */
  public String node() {
    return trail.node();
  }

  /**
   * The records on stable storage behind {@code after}.
   *
   * @param limit how many at most; fewer where they are long
   * @return no records where there are none; the position may have moved all the same
   */
  public Batch read(TrailPosition after, int limit) throws IOException {
    return read(trail.folder(), after, trail.end(), limit);
  }

  static Batch read(TrailFolder folder, TrailPosition after, TrailPosition end, int limit)
      throws IOException {
    if (after.sequence() > end.sequence()
        || (after.file() == end.file() && after.offset() > end.offset())) {
      LOG.severe(
          () ->
              "The audit trail has been shortened: record %d was there, and now record %d is the last"
                  .formatted(after.sequence(), end.sequence()));
      return new Batch(List.of(), end, false);
    }
    Taken taken = new Taken(limit);
    TrailPosition reached = after;
    while (!taken.isFull() && reached.sequence() < end.sequence()) {
      TrailPosition before = reached;
      reached = readFile(folder, reached, end, taken);
      if (reached.equals(before)) {
        Optional<Located> next = fileAfter(folder, reached);
        if (next.isEmpty()) {
          break;
        }
        reached = beginning(next.get(), reached);
      }
    }
    return new Batch(taken.records, reached, taken.isFull() && reached.sequence() < end.sequence());
  }

  /** Where a file begins; what was before the first of all files has been deleted for its age. */
  private static TrailPosition beginning(Located file, TrailPosition before) throws IOException {
    TrailPosition normal =
        new TrailPosition(file.name().first(), 0, before.sequence(), before.hash());
    if (!before.equals(TrailPosition.START)) {
      return normal;
    }
    try (TrailLines lines = new TrailLines(file.path(), 0)) {
      byte[] line = lines.next();
      return Optional.ofNullable(line)
          .flatMap(ChainLink::of)
          .map(
              link ->
                  new TrailPosition(file.name().first(), 0, link.sequence() - 1, link.previous()))
          .orElse(normal);
    }
  }

  private static Optional<Located> fileAfter(TrailFolder folder, TrailPosition position)
      throws IOException {
    return folder.files().stream()
        .filter(file -> file.name().first() > position.file())
        .findFirst();
  }

  private static TrailPosition readFile(
      TrailFolder folder, TrailPosition from, TrailPosition end, Taken taken) throws IOException {
    Path file = folder.file(from.file()).orElse(null);
    if (file == null) {
      return from;
    }
    TrailPosition reached = from;
    try (TrailLines lines = new TrailLines(file, from.offset())) {
      while (!taken.isFull() && (reached.file() != end.file() || lines.offset() < end.offset())) {
        byte[] line = lines.next();
        if (line == null) {
          break;
        }
        reached = take(reached, line, lines.offset(), taken);
      }
    }
    return reached;
  }

  private static TrailPosition take(TrailPosition before, byte[] line, long offset, Taken taken) {
    Optional<ChainLink> link = ChainLink.of(line);
    boolean follows =
        link.filter(
                found ->
                    found.sequence() == before.sequence() + 1
                        && found.previous().equals(before.hash()))
            .isPresent();
    if (!follows) {
      LOG.log(
          Level.SEVERE,
          "The audit trail is damaged behind record {0}: latchkey audit verify says how",
          before.sequence());
    }
    if (link.isPresent()) {
      taken.add(ChainLink.record(line));
    }
    long sequence = link.map(ChainLink::sequence).orElse(before.sequence() + 1);
    return new TrailPosition(
        before.file(), offset, sequence, HexFormat.of().formatHex(Digests.sha256(line)));
  }
}
