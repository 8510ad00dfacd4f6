package org.latchkey.audit.chain;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Follows one node's chain through its files. */
final class ChainCheck {

  private final UnaryOperator<byte[]> sha256;
  private final Map<Long, String> hashesByDigests;

  private final List<Damage> damages = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final TreeMap<Long, Gap> gaps = new TreeMap<>();
  private final TreeSet<Long> seenByDigests = new TreeSet<>();

  private long records;
  private long firstSequence;
  private long lastSequence;
  private long deletedUpTo;
  private @Nullable Seen last;

  /** A record that was read, and its line's hash. */
  private record Seen(String file, long line, long sequence, String hash) {}

  /** Records that did not come where they should have. */
  private static final class Gap {
    private final String file;
    private final long line;
    private final TreeSet<Long> sequences = new TreeSet<>();
    private final long from;
    private final long to;

    Gap(String file, long line, long from, long to) {
      this.file = file;
      this.line = line;
      this.from = from;
      this.to = to;
    }

    boolean foundLater(long sequence) {
      sequences.add(sequence);
      return sequences.size() == to - from + 1;
    }
  }

  /**
   * @param hashesByDigests what digests say of records' lines, by the records' numbers
   */
  ChainCheck(UnaryOperator<byte[]> sha256, Map<Long, String> hashesByDigests) {
    this.sha256 = sha256;
    this.hashesByDigests = new HashMap<>(hashesByDigests);
  }

  void read(TrailFileName.Located file, boolean newest) throws IOException {
    String name = String.valueOf(file.path().getFileName());
    try (TrailLines lines = new TrailLines(file.path(), 0)) {
      long number = 0;
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        number++;
        take(name, number, line, file.name());
      }
      if (lines.isCutShort() && newest) {
        notes.add(
            name
                + ": a record without its end follows line "
                + number
                + ". It is being written, or its call was never answered.");
      } else if (lines.isCutShort()) {
        damages.add(new Damage(name, number + 1, "The record is cut short."));
      } else if (number == 0 && !newest) {
        damages.add(new Damage(name, 0, "The file has no records."));
      }
    }
  }

  private void take(String file, long line, byte[] bytes, TrailFileName name) {
    records++;
    String hash = HexFormat.of().formatHex(sha256.apply(bytes));
    Optional<ChainLink> link = ChainLink.of(bytes);
    if (link.isEmpty()) {
      damages.add(new Damage(file, line, "The line is not a record: it has been changed."));
      long sequence = last == null ? name.first() : last.sequence() + 1;
      begin(sequence);
      keep(new Seen(file, line, sequence, hash), false);
      return;
    }
    long sequence = link.get().sequence();
    if (!link.get().node().equals(name.node())) {
      damages.add(new Damage(file, line, "The record is another node's."));
      return;
    }
    if (line == 1 && sequence != name.first()) {
      damages.add(
          new Damage(
              file,
              line,
              "The file should begin with record "
                  + name.first()
                  + ", and begins with "
                  + sequence
                  + "."));
    }
    place(file, line, link.get(), hash);
    TrailDeletion.of(bytes).ifPresent(upTo -> deletedUpTo = Math.max(deletedUpTo, upTo));
  }

  private void place(String file, long line, ChainLink link, String hash) {
    long sequence = link.sequence();
    Seen before = last;
    begin(sequence);
    if (before == null) {
      if (sequence == 1 && !link.previous().equals(ChainLink.NONE)) {
        damages.add(new Damage(file, line, "The record has been changed: it is not the first."));
      }
    } else if (sequence <= before.sequence()) {
      damages.add(
          new Damage(
              file,
              line,
              "Out of order: record "
                  + sequence
                  + " comes after record "
                  + before.sequence()
                  + "."));
      fill(sequence);
      checkDigest(new Seen(file, line, sequence, hash));
      return;
    } else if (sequence > before.sequence() + 1) {
      gaps.put(before.sequence() + 1, new Gap(file, line, before.sequence() + 1, sequence - 1));
    } else if (!link.previous().equals(before.hash()) && !known(before)) {
      damages.add(
          new Damage(
              before.file(),
              before.line(),
              "The record has been changed: record "
                  + sequence
                  + " carries another SHA-256 of it."));
    }
    keep(new Seen(file, line, sequence, hash), true);
  }

  private void begin(long sequence) {
    if (firstSequence == 0) {
      firstSequence = sequence;
    }
  }

  private boolean known(Seen before) {
    return damages.stream()
        .anyMatch(damage -> damage.file().equals(before.file()) && damage.line() == before.line());
  }

  private void keep(Seen seen, boolean readable) {
    last = seen;
    lastSequence = Math.max(lastSequence, seen.sequence());
    if (readable) {
      checkDigest(seen);
    } else {
      seenByDigests.add(seen.sequence());
    }
  }

  private void checkDigest(Seen seen) {
    String expected = hashesByDigests.get(seen.sequence());
    if (expected == null) {
      return;
    }
    seenByDigests.add(seen.sequence());
    if (!expected.equals(seen.hash()) && !known(seen)) {
      damages.add(
          new Damage(
              seen.file(),
              seen.line(),
              "The record has been changed: a digest has another SHA-256 of it."));
    }
  }

  /** A record that was missed has come after all, in the wrong place. */
  private void fill(long sequence) {
    Map.Entry<Long, Gap> gap = gaps.floorEntry(sequence);
    if (gap != null && sequence <= gap.getValue().to && gap.getValue().foundLater(sequence)) {
      gaps.remove(gap.getKey());
    }
  }

  /** Ends the chain: what should have come and did not is damage. */
  void end(TrailFileName.Located lastFile, Map<Long, String> digestsBySequence) {
    for (Gap gap : gaps.values()) {
      damages.add(new Damage(gap.file, gap.line, missing(gap.from, gap.to, "before this line")));
    }
    String file = String.valueOf(lastFile.path().getFileName());
    if (firstSequence > 1 && deletedUpTo < firstSequence - 1) {
      damages.add(
          new Damage(
              file, 0, missing(1, firstSequence - 1, "and no record says that they were deleted")));
    }
    digestsBySequence.forEach(
        (sequence, digest) -> {
          if (sequence > lastSequence) {
            damages.add(
                new Damage(
                    file,
                    0,
                    missing(lastSequence + 1, sequence, "at the end, which " + digest + " knows")));
          }
        });
  }

  private static String missing(long from, long to, String where) {
    return from == to
        ? "Record " + from + " is missing, " + where + "."
        : "Records " + from + " to " + to + " are missing, " + where + ".";
  }

  long records() {
    return records;
  }

  List<Damage> damages() {
    return damages;
  }

  List<String> notes() {
    return notes;
  }
}
