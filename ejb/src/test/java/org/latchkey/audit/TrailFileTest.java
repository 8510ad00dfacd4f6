package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.audit.chain.TrailVerification;
import org.latchkey.audit.chain.VerificationReport;
import org.latchkey.crypto.Digests;
import org.latchkey.shared.ServerClock;

class TrailFileTest {

  private static final String NODE = "0c3bd3a5-5b53-4b32-a3e5-0a8ff5a9bf3c";
  private static final Rotation LATE = new Rotation(1L << 30, Duration.ofDays(1));
  private static final Rotation AFTER_EACH_GROUP = new Rotation(1, Duration.ofDays(1));

  @TempDir private Path temporary;

  private final Clock clock = new ServerClock().clock();
  private TrailFolder folder;

  @BeforeEach
  void folder() {
    folder = new TrailFolder(temporary.resolve("audit"), temporary.resolve("audit/archive"), NODE);
  }

  private TrailFile open(Rotation rotation) throws IOException {
    return new TrailFile(folder, rotation, clock);
  }

  private static byte[] record(String id) {
    return ("{\"eventID\":\"" + id + "\"}").getBytes(UTF_8);
  }

  private VerificationReport verify() throws IOException {
    return new TrailVerification(Digests::sha256, null)
        .verify(List.of(folder.folder(), folder.archive()), folder.folder().resolve("digests"));
  }

  private List<String> lines() throws IOException {
    List<String> lines = new ArrayList<>();
    for (var file : folder.files()) {
      lines.addAll(Files.readAllLines(file.path()));
    }
    return lines;
  }

  @Test
  void append_isOnDiskWhenItCompletes() throws IOException {
    try (TrailFile file = open(LATE)) {
      file.append(record("first")).join();

      assertThat(lines()).hasSize(2).last().asString().startsWith("{\"eventID\":\"first\",");
    }
    assertThat(verify().damages()).isEmpty();
  }

  @Test
  void append_byManyThreads_isOneChain() throws IOException {
    int threads = 8;
    int each = 500;
    try (TrailFile file = open(new Rotation(20_000, Duration.ofDays(1)))) {
      List<CompletableFuture<Void>> done = new ArrayList<>();
      for (int thread = 0; thread < threads; thread++) {
        String name = "t" + thread + "-";
        done.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = 0; i < each; i++) {
                    file.append(record(name + i)).join();
                  }
                }));
      }
      done.forEach(CompletableFuture::join);
    }

    VerificationReport report = verify();
    assertThat(report.damages()).isEmpty();
    assertThat(report.files()).isGreaterThan(1);
    assertThat(report.records()).isEqualTo((long) threads * each + report.files());
  }

  /** Appends one record after another, until the next one will wait for a second. */
  private static void appendUntilATrial(TrailFile file) {
    for (int group = 1; group < GroupSize.GROUPS_TO_A_TRIAL; group++) {
      file.append(record("alone " + group)).join();
    }
  }

  @Test
  void recordsOfSeveralCallers_areForcedTogether() throws IOException {
    try (TrailFile file = new TrailFile(folder, AFTER_EACH_GROUP, clock, Duration.ofMinutes(1))) {
      appendUntilATrial(file);
      for (int pair = 1; pair <= 10; pair++) {
        CompletableFuture.allOf(
                file.append(record("first of " + pair)), file.append(record("second of " + pair)))
            .join();
      }
    }

    assertThat(folder.files()).hasSize(GroupSize.GROUPS_TO_A_TRIAL + 10);
    assertThat(verify().damages()).isEmpty();
  }

  @Test
  void callerWhoIsAlone_isNotHeldUpForLong() throws IOException {
    try (TrailFile file = open(LATE)) {
      appendUntilATrial(file);
      file.append(record("trial")).join();

      assertThat(lines()).hasSize(1 + GroupSize.GROUPS_TO_A_TRIAL);
    }
  }

  @Test
  void close_whileARecordWaitsForOthers_writesIt() throws IOException {
    CompletableFuture<Void> durable;
    try (TrailFile file = new TrailFile(folder, LATE, clock, Duration.ofMinutes(1))) {
      appendUntilATrial(file);
      durable = file.append(record("last"));
    }

    assertThat(durable).isCompleted();
    assertThat(lines()).hasSize(1 + GroupSize.GROUPS_TO_A_TRIAL);
  }

  @Test
  void reopen_goesOnWithTheChain() throws IOException {
    for (int start = 0; start < 3; start++) {
      try (TrailFile file = open(LATE)) {
        file.append(record("of start " + start)).join();
      }
    }

    VerificationReport report = verify();
    assertThat(report.damages()).isEmpty();
    assertThat(report.records()).isEqualTo(6);
    assertThat(report.files()).isEqualTo(1);
  }

  @Test
  void reopen_afterATornRecord_cutsItOffAndSaysSo() throws IOException {
    try (TrailFile file = open(LATE)) {
      file.append(record("whole")).join();
    }
    Path path = folder.files().get(0).path();
    Files.writeString(path, "{\"eventID\":\"torn\",\"cha", StandardOpenOption.APPEND);
    assertThat(verify().damages()).isEmpty();
    assertThat(verify().notes()).singleElement().asString().contains("without its end");

    try (TrailFile file = open(LATE)) {
      file.append(record("after")).join();
    }

    assertThat(verify().damages()).isEmpty();
    assertThat(verify().notes()).isEmpty();
    assertThat(lines()).noneMatch(line -> line.contains("torn"));
    assertThat(lines()).anyMatch(line -> line.contains("\"discardedBytes\":22"));
  }

  @Test
  void reopen_afterARotationWithoutItsFirstRecord_goesOnInTheNewFile() throws IOException {
    try (TrailFile file = open(LATE)) {
      file.append(record("whole")).join();
    }
    Path next = folder.folder().resolve("audit-" + NODE + "-0000000000000003.jsonl");
    Files.writeString(next, "{\"even");

    try (TrailFile file = open(LATE)) {
      file.append(record("after")).join();
    }

    assertThat(verify().damages()).isEmpty();
    assertThat(Files.readAllLines(next)).hasSize(2);
  }

  @Test
  void fullFile_isClosedAndTheNextBegun() throws IOException {
    try (TrailFile file = open(AFTER_EACH_GROUP)) {
      file.append(record("a")).join();
      file.append(record("b")).join();
    }

    VerificationReport report = verify();
    assertThat(report.damages()).isEmpty();
    assertThat(report.files()).isEqualTo(3);
    assertThat(folder.closed()).hasSize(2);
  }

  @Test
  void oldFile_isClosedAndTheNextBegun() throws IOException {
    Instant[] now = {Instant.parse("2026-11-22T10:00:00Z")};
    Clock moving = new MovingClock(now);
    try (TrailFile file =
        new TrailFile(folder, new Rotation(1L << 30, Duration.ofHours(24)), moving)) {
      file.append(record("a")).join();
      now[0] = now[0].plus(Duration.ofHours(23));
      file.append(record("b")).join();
      assertThat(folder.files()).hasSize(1);
    }
    now[0] = now[0].plus(Duration.ofHours(1));
    try (TrailFile file =
        new TrailFile(folder, new Rotation(1L << 30, Duration.ofHours(24)), moving)) {
      file.append(record("c")).join();
      assertThat(folder.files()).hasSize(2);
    }
    assertThat(verify().damages()).isEmpty();
  }

  @Test
  void unwritableFolder_failsAndRecovers() throws IOException {
    try (TrailFile file = open(AFTER_EACH_GROUP)) {
      file.append(record("before")).join();
      Path hidden = temporary.resolve("hidden");
      Files.move(folder.folder(), hidden);
      Files.writeString(folder.folder(), "a file where the folder was");

      assertThatThrownBy(() -> file.append(record("refused")).join())
          .isInstanceOf(CompletionException.class);
      assertThat(file.isFailing()).isTrue();

      Files.delete(folder.folder());
      Files.move(hidden, folder.folder());
      file.catchUp(record("kept elsewhere"));
      file.append(record("after")).join();
      assertThat(file.isFailing()).isFalse();
    }

    assertThat(verify().damages()).isEmpty();
    assertThat(lines())
        .noneMatch(line -> line.contains("refused"))
        .anyMatch(line -> line.contains("kept elsewhere"))
        .anyMatch(line -> line.contains("\"after\""));
  }

  /** A clock that a test moves. */
  private static final class MovingClock extends Clock {
    private final Instant[] now;

    MovingClock(Instant[] now) {
      this.now = now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now[0];
    }
  }
}
