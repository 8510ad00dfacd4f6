package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code latchkey audit verify} over a trail that a server has signed a digest of. */
@Tag("any-database")
@ExtendWith(LatchkeyExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuditVerifyIT {

  private Path temporary;
  private RootUser root;
  private Path data;

  @BeforeAll
  void signDigestAndCopyTheTrail(LatchkeyServer server, @TempDir Path folder) throws IOException {
    temporary = folder;
    root = new RootUser(server);
    JobsClient jobs = new JobsClient(root.latchkey());
    for (int i = 0; i < 2; i++) {
      assertThat(jobs.awaitCompleted(jobs.startWhenFree("audit-digests")).counts())
          .containsEntry("Signed", 1L)
          .containsEntry("Failed", 0L);
    }
    data = temporary.resolve("data");
    copy(server.data().resolve("audit"), data.resolve("audit"));
  }

  @AfterAll
  void close() {
    root.close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path each : tree.toList()) {
        Path target = to.resolve(from.relativize(each).toString());
        if (Files.isDirectory(each)) {
          Files.createDirectories(target);
        } else {
          Files.copy(each, target, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }

  private static LatchkeyCommand.Result verify(Path folder, String... more) {
    List<String> command = new ArrayList<>(List.of("audit", "verify", "--data", folder.toString()));
    command.addAll(List.of(more));
    return LatchkeyCommand.run(Map.of(), command.toArray(String[]::new));
  }

  private Path damaged(String name, Consumer<List<String>> change) throws IOException {
    Path copy = temporary.resolve(name);
    copy(data, copy);
    Path file = trail(copy);
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    change.accept(lines);
    Files.write(file, lines);
    return copy;
  }

  private static Path trail(Path folder) {
    try (Stream<Path> files = Files.list(folder.resolve("audit"))) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .sorted()
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void untouchedTrail_isIntact() {
    LatchkeyCommand.Result result =
        verify(data, "--public-key", data.resolve("audit/digests/public-key.pem").toString());

    assertThat(result.status()).as("%s", result).isZero();
    assertThat(result.out()).startsWith("Intact: ").doesNotContain(" 0 digests");
    assertThat(result.err()).isEmpty();
  }

  @Test
  void liveTrail_isIntact(LatchkeyServer server) {
    LatchkeyCommand.Result result = verify(server.data());

    assertThat(result.status()).as("%s", result).isZero();
  }

  @Test
  void changedRecord_isNamedByFileAndLine() throws IOException {
    Path copy =
        damaged(
            "changed",
            lines ->
                lines.set(
                    1,
                    lines
                        .get(1)
                        .replace("\"eventVersion\":\"1.11\"", "\"eventVersion\":\"1.12\"")));

    LatchkeyCommand.Result result = verify(copy);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out())
        .contains(trail(copy).getFileName() + ", line 2: The record has been changed")
        .contains("Damaged: ");
  }

  @Test
  void missingRecord_isNamedByFileAndLine() throws IOException {
    LatchkeyCommand.Result result = verify(damaged("missing", lines -> lines.remove(2)));

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).contains(", line 3: Record 3 is missing");
  }

  @Test
  void trailCutOff_isNamedByTheDigest() throws IOException {
    LatchkeyCommand.Result result =
        verify(damaged("cut", lines -> lines.subList(2, lines.size()).clear()));

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).containsPattern("Records 3 to \\d+ are missing, at the end");
  }

  @Test
  void changedDigest_isNamed() throws IOException {
    Path copy = temporary.resolve("digest");
    copy(data, copy);
    Path digest;
    try (Stream<Path> files = Files.list(copy.resolve("audit/digests"))) {
      digest =
          files
              .filter(file -> file.toString().endsWith(".json"))
              .sorted()
              .findFirst()
              .orElseThrow();
    }
    Files.writeString(
        digest,
        Files.readString(digest).replaceAll("\"lastSequence\" : (\\d+)", "\"lastSequence\" : 1"));

    LatchkeyCommand.Result result = verify(copy);

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.out()).contains(digest.getFileName() + ": The digest has been changed");
  }

  @Test
  void folderWithoutATrail_isRefused() {
    LatchkeyCommand.Result result = verify(temporary.resolve("nothing"));

    assertThat(result.status()).isEqualTo(2);
    assertThat(result.err()).contains("--data");
  }
}
