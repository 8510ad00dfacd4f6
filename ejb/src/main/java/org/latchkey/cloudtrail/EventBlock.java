package org.latchkey.cloudtrail;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.latchkey.cloudtrail.RecordedEvent.Entry;

/**
 * Events that the database keeps together: of one node, within {@link #SPAN}.
 *
 * @param events in the order in which they were recorded
 */
record EventBlock(List<RecordedEvent> events) {

  /** Between a block's first event and its last there is less than this. */
  static final Duration SPAN = Duration.ofMinutes(10);

  EventBlock {
    events = List.copyOf(events);
  }

  /** What a posting is of. */
  record Term(String account, String region, LookupAttributeKey attribute, String value) {}

  /**
   * The events of a block that have a term.
   *
   * @param first the time of the first of them or a little before it
   * @param last the time of the last of them or a little after it
   * @param lines their places among the block's lines
   */
  record Posting(Instant first, Instant last, BitSet lines) {}

  /** Makes blocks of events in any order. */
  static List<EventBlock> of(List<RecordedEvent> events) {
    Map<Long, List<RecordedEvent>> bySpan = new TreeMap<>();
    for (RecordedEvent event : events) {
      long span = Math.floorDiv(event.time().getEpochSecond(), SPAN.toSeconds());
      bySpan.computeIfAbsent(span, begun -> new ArrayList<>()).add(event);
    }
    return bySpan.values().stream().map(EventBlock::new).toList();
  }

  /** The time of the last event or a little after it: the database keeps no nanoseconds. */
  Instant last() {
    return events.stream()
        .map(event -> roundedUp(event.time()))
        .max(Instant::compareTo)
        .orElseThrow();
  }

  /** Everything that the events can be found by. */
  Map<Term, Posting> postings() {
    Map<Term, BitSet> lines = new LinkedHashMap<>();
    for (int line = 0; line < events.size(); line++) {
      RecordedEvent event = events.get(line);
      for (Entry entry : event.entries()) {
        Term term = new Term(event.account(), event.region(), entry.attribute(), entry.value());
        lines.computeIfAbsent(term, begun -> new BitSet()).set(line);
      }
    }
    Map<Term, Posting> postings = new LinkedHashMap<>();
    lines.forEach((term, set) -> postings.put(term, posting(set)));
    return postings;
  }

  private Posting posting(BitSet lines) {
    List<Instant> times =
        lines.stream().mapToObj(line -> events.get(line).time()).sorted().toList();
    return new Posting(
        times.get(0).truncatedTo(ChronoUnit.MILLIS), roundedUp(times.get(times.size() - 1)), lines);
  }

  private static Instant roundedUp(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS).plusMillis(1);
  }

  /** The events as lines, deflated (RFC 1950). */
  byte[] content() {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    Deflater fast = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream lines = new DeflaterOutputStream(content, fast)) {
      for (RecordedEvent event : events) {
        lines.write(event.content().getBytes(UTF_8));
        lines.write('\n');
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    } finally {
      fast.end();
    }
    return content.toByteArray();
  }

  /** The events at some of the lines of {@link #content}. */
  static List<RecordedEvent> read(byte[] content, BitSet lines) {
    try (InflaterInputStream inflated =
        new InflaterInputStream(new ByteArrayInputStream(content))) {
      String[] records = new String(inflated.readAllBytes(), UTF_8).split("\n", -1);
      return lines.stream()
          .mapToObj(line -> RecordedEvent.of(records[line]).orElseThrow())
          .toList();
    } catch (IOException damaged) {
      throw new UncheckedIOException("a block of events cannot be read", damaged);
    }
  }
}
