package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.shared.ServerClock;

class RecordStoreTest {

  private static final String NODE = "0c3bd3a5-5b53-4b32-a3e5-0a8ff5a9bf3c";

  @TempDir private Path temporary;

  private TrailFolder folder;
  private TrailFile file;
  private Path hidden;

  /** A second place in memory. */
  private static final class Memory implements RecordSink {
    private final List<String> records = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> answer;

    Memory(CompletableFuture<Void> answer) {
      this.answer = answer;
    }

    static Memory working() {
      return new Memory(CompletableFuture.completedFuture(null));
    }

    static Memory down() {
      return new Memory(CompletableFuture.failedFuture(new IOException("down")));
    }

    static Memory hanging() {
      return new Memory(new CompletableFuture<>());
    }

    @Override
    public boolean isConfigured() {
      return true;
    }

    @Override
    public boolean isUp() {
      return !answer.isCompletedExceptionally();
    }

    @Override
    public String name() {
      return "memory";
    }

    @Override
    public CompletableFuture<Void> store(byte[] record) {
      records.add(new String(record, UTF_8));
      return answer;
    }
  }

  @BeforeEach
  void open() throws IOException {
    folder = new TrailFolder(temporary.resolve("audit"), temporary.resolve("archive"), NODE);
    // each group begins a file, so that taking the folder away is felt at once
    file = new TrailFile(folder, new Rotation(1, Duration.ofDays(1)), new ServerClock().clock());
    hidden = temporary.resolve("hidden");
  }

  @AfterEach
  void close() {
    file.close();
  }

  private static byte[] record(String id) {
    return ("{\"eventID\":\"" + id + "\"}").getBytes(UTF_8);
  }

  private void takeFolderAway() throws IOException {
    Files.move(folder.folder(), hidden);
    Files.writeString(folder.folder(), "in the way");
  }

  private void giveFolderBack() throws IOException {
    Files.delete(folder.folder());
    Files.move(hidden, folder.folder());
  }

  private String content() throws IOException {
    StringBuilder text = new StringBuilder();
    for (var each : folder.files()) {
      text.append(Files.readString(each.path()));
    }
    return text.toString();
  }

  @Test
  void fileAlone_isWaitedFor() throws IOException {
    assertThat(new RecordStore(file, List.of()).store(record("one"))).isTrue();
    assertThat(content()).contains("\"one\"");
  }

  @Test
  void unwritableFileAlone_refuses() throws IOException {
    RecordStore store = new RecordStore(file, List.of());
    assertThat(store.isWritable()).isTrue();
    takeFolderAway();

    assertThat(store.store(record("one"))).isFalse();
    assertThat(store.isWritable()).isFalse();
    giveFolderBack();
  }

  @Test
  void unwritableFile_goesOnWithTheSecondPlaceAndCatchesUp() throws IOException {
    Memory second = Memory.working();
    RecordStore store = new RecordStore(file, List.of(second));
    takeFolderAway();

    assertThat(store.store(record("one"))).isTrue();
    assertThat(store.isWritable()).isTrue();
    assertThat(second.records).hasSize(1);

    giveFolderBack();
    assertThat(store.store(record("two"))).isTrue();
    file.append(record("three")).join();
    assertThat(content()).contains("\"one\"", "\"two\"", "\"three\"");
  }

  @Test
  void unwritableFileAndSecondPlaceDown_refuses() throws IOException {
    RecordStore store = new RecordStore(file, List.of(Memory.down()));
    takeFolderAway();

    assertThat(store.store(record("one"))).isFalse();
    assertThat(store.isWritable()).isFalse();
    giveFolderBack();
  }

  @Test
  void secondPlaceDown_holdsNobodyUp() throws IOException {
    assertThat(new RecordStore(file, List.of(Memory.down())).store(record("one"))).isTrue();
    assertThat(content()).contains("\"one\"");
  }

  @Test
  void secondPlaceHanging_holdsNobodyUp() throws IOException {
    RecordStore store = new RecordStore(file, List.of(Memory.hanging()));
    long begin = System.nanoTime();

    for (int i = 0; i < 20; i++) {
      assertThat(store.store(record("r" + i))).isTrue();
    }

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    assertThat(content()).contains("\"r0\"", "\"r19\"");
  }
}
