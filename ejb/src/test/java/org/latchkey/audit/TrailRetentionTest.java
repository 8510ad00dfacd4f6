package org.latchkey.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.audit.chain.TrailDigest.LogFile;
import org.latchkey.audit.chain.TrailFileName.Located;
import org.latchkey.audit.chain.TrailVerification;
import org.latchkey.audit.chain.VerificationReport;
import org.latchkey.crypto.Digests;
import org.latchkey.shared.ServerClock;

class TrailRetentionTest {

  private static final String NODE = "0c3bd3a5-5b53-4b32-a3e5-0a8ff5a9bf3c";
  private static final int DAYS = 30;

  @TempDir private Path temporary;

  private final Clock clock = new ServerClock().clock();
  private TrailFolder folder;
  private TrailFile file;

  @BeforeEach
  void writeFourFiles() throws IOException {
    folder = new TrailFolder(temporary.resolve("audit"), temporary.resolve("archive"), NODE);
    file = new TrailFile(folder, new Rotation(1, Duration.ofDays(1)), clock);
    for (int i = 0; i < 3; i++) {
      file.append(("{\"eventTime\":\"" + clock.instant() + "\"}").getBytes(UTF_8)).join();
    }
  }

  @AfterEach
  void close() {
    file.close();
  }

  private TrailRetention at(Duration later) {
    return new TrailRetention(
        folder,
        Clock.offset(clock, later),
        DAYS,
        details -> file.append(new TrailEvents(clock).record(details)).join());
  }

  private static List<String> names(List<Located> files) {
    return files.stream().map(each -> each.name().toString()).toList();
  }

  private void applyAll(TrailRetention retention) throws IOException {
    for (String name : names(retention.due())) {
      retention.apply(name);
    }
  }

  private VerificationReport verify() throws IOException {
    return new TrailVerification(Digests::sha256, null)
        .verify(List.of(folder.folder(), folder.archive()), temporary.resolve("digests"));
  }

  @Test
  void closedFiles_areArchivedAndTheNewestStays() throws IOException {
    TrailRetention retention = at(Duration.ZERO);
    List<String> closed = names(retention.due());
    assertThat(closed).hasSize(3);

    for (String name : closed) {
      assertThat(retention.apply(name)).isEqualTo("Archived");
      assertThat(retention.apply(name)).isEqualTo("Skipped");
    }

    assertThat(names(folder.archived())).isEqualTo(closed);
    assertThat(retention.due()).isEmpty();
    assertThat(folder.files()).hasSize(4);
    assertThat(verify().damages()).isEmpty();
  }

  @Test
  void filesPastTheRetention_areDeletedOnRecord() throws IOException {
    applyAll(at(Duration.ZERO));
    assertThat(at(Duration.ofDays(DAYS - 1)).due()).isEmpty();
    TrailRetention retention = at(Duration.ofDays(DAYS + 1));

    List<Located> old = retention.due();
    assertThat(old).hasSize(3);
    for (Located each : old) {
      assertThat(retention.apply(each.name().toString())).isEqualTo("Deleted");
      assertThat(each.path()).doesNotExist();
    }

    assertThat(verify().damages()).isEmpty();
  }

  @Test
  void fileThatSomebodyElseDeletes_isDamage() throws IOException {
    applyAll(at(Duration.ZERO));
    Files.delete(folder.archived().get(0).path());

    assertThat(verify().damages()).isNotEmpty();
  }

  @Test
  void noRetention_keepsEverything() throws IOException {
    applyAll(at(Duration.ZERO));

    assertThat(
            new TrailRetention(folder, Clock.offset(clock, Duration.ofDays(9999)), 0, any -> {})
                .due())
        .isEmpty();
  }

  @Test
  void logFiles_nameTheLastRecordOfEachFile() throws IOException {
    TrailPosition end = file.end();
    List<LogFile> all = TrailDigests.logFiles(folder.files(), 1, end);

    assertThat(all).hasSize(4);
    assertThat(all.get(0).firstSequence()).isEqualTo(1);
    for (int i = 1; i < all.size(); i++) {
      assertThat(all.get(i).firstSequence()).isEqualTo(all.get(i - 1).lastSequence() + 1);
    }
    assertThat(all.get(3).lastSequence()).isEqualTo(end.sequence());
    assertThat(all.get(3).lastRecordHash()).isEqualTo(end.hash());
    assertThat(TrailDigests.logFiles(folder.files(), end.sequence(), end)).hasSize(1);
    assertThat(TrailDigests.logFiles(folder.files(), end.sequence() + 1, end)).isEmpty();
  }
}
