package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.audit.TrailReader.Batch;
import org.latchkey.shared.ServerClock;

class TrailReaderTest {

  private static final String NODE = "0c3bd3a5-5b53-4b32-a3e5-0a8ff5a9bf3c";
  private static final int RECORDS = 7;

  @TempDir private Path temporary;

  private TrailFolder folder;
  private TrailPosition end;

  @BeforeEach
  void writeAFileForEachRecord() throws IOException {
    folder = new TrailFolder(temporary.resolve("audit"), temporary.resolve("archive"), NODE);
    try (TrailFile file =
        new TrailFile(folder, new Rotation(1, Duration.ofDays(1)), new ServerClock().clock())) {
      for (int i = 0; i < RECORDS; i++) {
        file.append(("{\"id\":\"r" + i + "\"}").getBytes(UTF_8)).join();
      }
      end = file.end();
    }
  }

  /** The tests' own records, read in batches of that many. */
  private List<String> readAll(TrailPosition from, int limit) throws IOException {
    List<String> records = new ArrayList<>();
    TrailPosition position = from;
    Batch batch;
    do {
      batch = TrailReader.read(folder, position, end, limit);
      batch.records().forEach(record -> records.add(new String(record, UTF_8)));
      position = batch.next();
    } while (!batch.records().isEmpty());
    assertThat(position).isEqualTo(end);
    records.removeIf(record -> !record.startsWith("{\"id\""));
    return records;
  }

  private static List<String> expected(int from) {
    List<String> records = new ArrayList<>();
    for (int i = from; i < RECORDS; i++) {
      records.add("{\"id\":\"r" + i + "\"}");
    }
    return records;
  }

  @Test
  void records_areReadOnceInTheirOrderOverFiles() throws IOException {
    assertThat(folder.files()).hasSizeGreaterThan(RECORDS - 1);
    for (int limit : new int[] {1, 2, 3, 100}) {
      assertThat(readAll(TrailPosition.START, limit)).isEqualTo(expected(0));
    }
  }

  /** A thousand records of a hundred kilobytes would take much memory up. */
  @Test
  void longRecords_areReadByTheMegabyte() throws IOException {
    TrailPosition before = end;
    String text = "x".repeat(3 << 20);
    try (TrailFile file =
        new TrailFile(folder, new Rotation(1, Duration.ofDays(1)), new ServerClock().clock())) {
      for (int i = 0; i < 5; i++) {
        file.append(("{\"id\":\"" + text + i + "\"}").getBytes(UTF_8)).join();
      }
      end = file.end();
    }

    Batch first = TrailReader.read(folder, before, end, 100);
    Batch second = TrailReader.read(folder, first.next(), end, 100);

    assertThat(longOnes(first)).isEqualTo(3);
    assertThat(first.more()).isTrue();
    assertThat(longOnes(second)).isEqualTo(2);
    assertThat(second.more()).isFalse();
    assertThat(second.next()).isEqualTo(end);
  }

  private static long longOnes(Batch batch) {
    return batch.records().stream().filter(record -> record.length > 1 << 20).count();
  }

  @Test
  void deletedFirstFiles_areNoDamage() throws IOException {
    List<LogRecord> said = new ArrayList<>();
    Logger logger = Logger.getLogger(TrailReader.class.getName());
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            said.add(record);
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    try {
      for (var closed : folder.closed().subList(0, 3)) {
        Files.delete(closed.path());
      }

      assertThat(readAll(TrailPosition.START, 2)).isNotEmpty();
      assertThat(said).isEmpty();

      Files.delete(folder.closed().get(2).path());
      assertThat(TrailReader.read(folder, TrailPosition.START, end, 100).records()).isNotEmpty();
      assertThat(said).hasSize(1);
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  void archivedFiles_areReadThere() throws IOException {
    Files.createDirectories(folder.archive());
    for (var closed : folder.closed()) {
      Files.move(closed.path(), folder.archive().resolve(closed.name().toString()));
    }

    assertThat(readAll(TrailPosition.START, 2)).isEqualTo(expected(0));
  }

  @Test
  void positionInTheMiddle_goesOnThere() throws IOException {
    Batch first = TrailReader.read(folder, TrailPosition.START, end, 6);
    long own =
        first.records().stream()
            .filter(record -> new String(record, UTF_8).startsWith("{\"id\""))
            .count();

    assertThat(readAll(first.next(), 2)).isEqualTo(expected((int) own));
  }

  @Test
  void nothingNew_leavesThePosition() throws IOException {
    Batch batch = TrailReader.read(folder, end, end, 10);

    assertThat(batch.records()).isEmpty();
    assertThat(batch.next()).isEqualTo(end);
  }

  @Test
  void shortenedTrail_goesOnAtItsEnd() throws IOException {
    TrailPosition before = new TrailPosition(end.file(), end.offset() + 9, end.sequence() + 3, "0");

    Batch batch = TrailReader.read(folder, before, end, 10);

    assertThat(batch.records()).isEmpty();
    assertThat(batch.next()).isEqualTo(end);
  }

  @Test
  void missingFile_isSteppedOver() throws IOException {
    Files.delete(folder.files().get(2).path());

    assertThat(readAll(TrailPosition.START, 100))
        .hasSize(RECORDS - 1)
        .doesNotContain("{\"id\":\"r1\"}");
  }
}
