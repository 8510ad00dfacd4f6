package org.latchkey.audit.chain;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of damage is found and named by its file and line. */
class TrailVerificationTest {

  private static final String NODE = "0c3bd3a5-5b53-4b32-a3e5-0a8ff5a9bf3c";
  private static final String FIRST = "audit-" + NODE + "-0000000000000001.jsonl";
  private static final String SECOND = "audit-" + NODE + "-0000000000000006.jsonl";

  @TempDir private Path folder;

  private Path digests;
  private String lastHash = ChainLink.NONE;
  private long sequence;
  private int signed;

  @BeforeEach
  void writeTwoFilesOfFive() throws IOException {
    digests = Files.createDirectories(folder.resolve("digests"));
    Files.write(folder.resolve(FIRST), lines(5));
    digest(FIRST, 1, 5);
    Files.write(folder.resolve(SECOND), lines(5));
    digest(SECOND, 6, 10);
  }

  private List<String> lines(int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(line("{\"eventName\":\"Event\",\"number\":" + (sequence + 1) + "}"));
    }
    return lines;
  }

  private String line(String record) {
    sequence++;
    byte[] line = new ChainLink(NODE, sequence, lastHash).link(record.getBytes(UTF_8));
    lastHash = HexFormat.of().formatHex(sha256(line));
    return new String(line, UTF_8);
  }

  private void digest(String file, long from, long to) throws IOException {
    signed++;
    String before = signed == 1 ? null : TrailDigest.fileName(NODE, signed - 1);
    TrailDigest digest =
        new TrailDigest(
            NODE,
            signed,
            null,
            "2026-11-22T1" + signed + ":00:00Z",
            List.of(new TrailDigest.LogFile(file, from, to, lastHash)),
            to,
            lastHash,
            "00",
            before == null
                ? null
                : HexFormat.of().formatHex(sha256(Files.readAllBytes(digests.resolve(before)))),
            before == null ? null : signature(before));
    String name = TrailDigest.fileName(NODE, signed);
    byte[] json = digest.toJson();
    Files.write(digests.resolve(name), json);
    byte[] toSign =
        TrailDigest.toSign(
            digest.endTime(),
            name,
            HexFormat.of().formatHex(sha256(json)),
            digest.previousSignature());
    Files.writeString(
        digests.resolve(TrailDigest.signatureName(name)), HexFormat.of().formatHex(mac(toSign)));
  }

  private String signature(String digest) throws IOException {
    return Files.readString(digests.resolve(TrailDigest.signatureName(digest)));
  }

  /** Stands for a signature: what is tested is what is signed, not how. */
  private static byte[] mac(byte[] message) {
    byte[] keyed = Arrays.copyOf(message, message.length + 3);
    return sha256(keyed);
  }

  private static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private VerificationReport verify() throws IOException {
    return new TrailVerification(
            TrailVerificationTest::sha256,
            (message, signature) -> Arrays.equals(mac(message), signature))
        .verify(List.of(folder, folder.resolve("archive")), digests);
  }

  private void edit(String file, Consumer<List<String>> change) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve(file)));
    change.accept(lines);
    Files.write(folder.resolve(file), lines);
  }

  private void assertDamage(String file, long line, String reason) throws IOException {
    VerificationReport report = verify();
    assertThat(report.damages()).as("%s", report.damages()).hasSize(1);
    Damage damage = report.damages().get(0);
    assertThat(damage.file()).isEqualTo(file);
    assertThat(damage.line()).isEqualTo(line);
    assertThat(damage.reason()).contains(reason);
    assertThat(damage.toString()).startsWith(file);
  }

  @Test
  void untouchedTrail_isIntact() throws IOException {
    VerificationReport report = verify();

    assertThat(report.damages()).isEmpty();
    assertThat(report.intact()).isTrue();
    assertThat(report.records()).isEqualTo(10);
    assertThat(report.files()).isEqualTo(2);
    assertThat(report.digests()).isEqualTo(2);
  }

  @Test
  void fileArchivedMeanwhile_isReadWhereItIsNow() throws IOException {
    Path archive = Files.createDirectory(folder.resolve("archive"));
    byte[] first = Files.readAllLines(folder.resolve(FIRST)).get(0).getBytes(UTF_8);
    List<Path> moved = new ArrayList<>();
    TrailVerification verification =
        new TrailVerification(
            data -> {
              if (Arrays.equals(data, first) && moved.isEmpty()) {
                moved.add(move(folder.resolve(SECOND), archive.resolve(SECOND)));
              }
              return sha256(data);
            },
            null);

    VerificationReport report = verification.verify(List.of(folder, archive), digests);

    assertThat(moved).hasSize(1);
    assertThat(report.damages()).isEmpty();
    assertThat(report.records()).isEqualTo(10);
    assertThat(report.files()).isEqualTo(2);
  }

  private static Path move(Path from, Path to) {
    try {
      return Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void emptyFolder_isIntact(@TempDir Path empty) throws IOException {
    VerificationReport report =
        new TrailVerification(TrailVerificationTest::sha256, null)
            .verify(List.of(empty, empty.resolve("none")), empty.resolve("none"));

    assertThat(report.intact()).isTrue();
    assertThat(report.records()).isZero();
  }

  @Test
  void archivedFile_isFoundThere() throws IOException {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    Files.move(folder.resolve(FIRST), archive.resolve(FIRST));

    assertThat(verify().damages()).isEmpty();
  }

  @Nested
  class Records {

    @Test
    void changedRecord_isNamed() throws IOException {
      edit(FIRST, lines -> lines.set(2, lines.get(2).replace("\"Event\"", "\"Other\"")));

      assertDamage(FIRST, 3, "changed");
    }

    @Test
    void lastRecordOfAFile_changed_isNamed() throws IOException {
      edit(FIRST, lines -> lines.set(4, lines.get(4).replace("\"Event\"", "\"Other\"")));

      assertDamage(FIRST, 5, "changed");
    }

    @Test
    void lastRecordOfAll_changed_isNamedByTheDigest() throws IOException {
      edit(SECOND, lines -> lines.set(4, lines.get(4).replace("\"Event\"", "\"Other\"")));

      assertDamage(SECOND, 5, "a digest has another SHA-256");
    }

    @Test
    void lineThatIsNoRecord_isNamed() throws IOException {
      edit(SECOND, lines -> lines.set(1, "{}"));

      assertDamage(SECOND, 2, "not a record");
    }

    @Test
    void missingRecord_isNamed() throws IOException {
      edit(FIRST, lines -> lines.remove(2));

      assertDamage(FIRST, 3, "Record 3 is missing");
    }

    @Test
    void missingRecords_atTheEndOfAFile_areNamed() throws IOException {
      edit(FIRST, lines -> lines.subList(3, 5).clear());

      assertDamage(SECOND, 1, "Records 4 to 5 are missing");
    }

    @Test
    void missingFirstRecord_isNamed() throws IOException {
      edit(FIRST, lines -> lines.remove(0));

      assertThat(verify().damages())
          .anySatisfy(
              damage -> {
                assertThat(damage.file()).isEqualTo(FIRST);
                assertThat(damage.line()).isEqualTo(1);
              });
    }

    @Test
    void missingLastRecords_areNamedByTheDigest() throws IOException {
      edit(SECOND, lines -> lines.subList(2, 5).clear());

      assertDamage(SECOND, 0, "Records 8 to 10 are missing");
    }

    @Test
    void swappedRecords_areOutOfOrder() throws IOException {
      edit(
          FIRST,
          lines -> {
            String third = lines.get(2);
            lines.set(2, lines.get(3));
            lines.set(3, third);
          });

      assertDamage(FIRST, 4, "Out of order: record 3 comes after record 4");
    }

    @Test
    void repeatedRecord_isOutOfOrder() throws IOException {
      edit(FIRST, lines -> lines.add(3, lines.get(2)));

      assertDamage(FIRST, 4, "Out of order: record 3 comes after record 3");
    }

    @Test
    void insertedRecordWithAValidLink_isFound() throws IOException {
      edit(
          FIRST,
          lines -> {
            ChainLink third = ChainLink.of(lines.get(2).getBytes(UTF_8)).orElseThrow();
            lines.set(2, new String(third.link("{\"forged\":1}".getBytes(UTF_8)), UTF_8));
          });

      assertDamage(FIRST, 3, "changed");
    }

    @Test
    void recordOfAnotherNode_isNamed() throws IOException {
      edit(
          SECOND,
          lines ->
              lines.add(
                  1,
                  new String(
                      new ChainLink("ffff", 7, lastHash).link("{\"a\":1}".getBytes(UTF_8)),
                      UTF_8)));

      assertDamage(SECOND, 2, "another node's");
    }

    @Test
    void closedFile_cutShort_isNamed() throws IOException {
      byte[] content = Files.readAllBytes(folder.resolve(FIRST));
      Files.write(folder.resolve(FIRST), Arrays.copyOf(content, content.length - 7));

      assertThat(verify().damages())
          .extracting(Damage::toString)
          .anyMatch(text -> text.startsWith(FIRST + ", line 5") && text.contains("cut short"));
    }

    @Test
    void newestFile_withAnUnfinishedRecord_isIntact() throws IOException {
      Files.writeString(folder.resolve(SECOND), "{\"eventNa", StandardOpenOption.APPEND);

      VerificationReport report = verify();
      assertThat(report.damages()).isEmpty();
      assertThat(report.notes()).singleElement().asString().contains("line 5");
    }

    @Test
    void newestFile_whoseLastRecordIsCutShort_isNamedByTheDigest() throws IOException {
      byte[] content = Files.readAllBytes(folder.resolve(SECOND));
      Files.write(folder.resolve(SECOND), Arrays.copyOf(content, content.length - 7));

      assertDamage(SECOND, 0, "Record 10 is missing");
    }
  }

  @Nested
  class WholeFiles {

    @Test
    void missingFile_isNamedByTheNext() throws IOException {
      Files.write(folder.resolve("audit-" + NODE + "-0000000000000011.jsonl"), lines(2));
      Files.delete(folder.resolve(SECOND));

      assertDamage("audit-" + NODE + "-0000000000000011.jsonl", 1, "Records 6 to 10 are missing");
    }

    @Test
    void missingFirstFile_isDamage() throws IOException {
      Files.delete(folder.resolve(FIRST));

      assertDamage(SECOND, 0, "Records 1 to 5 are missing");
    }

    @Test
    void firstFileDeletedByRetention_isIntact() throws IOException {
      Files.writeString(
          folder.resolve(SECOND),
          line(
                  "{\"eventSource\":\"latchkey\",\"eventName\":\"DeleteTrailFile\","
                      + "\"requestParameters\":{\"file\":\"x\",\"firstSequence\":1,"
                      + "\"lastSequence\":5},\"eventType\":\"AwsServiceEvent\"}")
              + "\n",
          StandardOpenOption.APPEND);
      Files.delete(folder.resolve(FIRST));

      assertThat(verify().damages()).isEmpty();
    }

    @Test
    void deletionThatACallerMadeUp_doesNotCount() throws IOException {
      Files.writeString(
          folder.resolve(SECOND),
          line(
                  "{\"eventSource\":\"kms.amazonaws.com\",\"eventName\":\"DeleteTrailFile\","
                      + "\"requestParameters\":{\"lastSequence\":5},\"eventType\":\"AwsApiCall\"}")
              + "\n",
          StandardOpenOption.APPEND);
      Files.delete(folder.resolve(FIRST));

      assertDamage(SECOND, 0, "Records 1 to 5 are missing");
    }

    @Test
    void renamedFile_isFound() throws IOException {
      Files.move(
          folder.resolve(SECOND), folder.resolve("audit-" + NODE + "-0000000000000007.jsonl"));

      assertDamage("audit-" + NODE + "-0000000000000007.jsonl", 1, "should begin with record 7");
    }

    @Test
    void allFilesGone_isDamage() throws IOException {
      Files.delete(folder.resolve(FIRST));
      Files.delete(folder.resolve(SECOND));

      assertDamage(TrailDigest.fileName(NODE, 2), 0, "no files of the node");
    }
  }

  @Nested
  class OfDigests {

    private Path digest(int number) {
      return digests.resolve(TrailDigest.fileName(NODE, number));
    }

    @Test
    void changedDigest_isNamed() throws IOException {
      Files.writeString(
          digest(2),
          Files.readString(digest(2)).replace("\"lastSequence\" : 10", "\"lastSequence\" : 9"));

      assertDamage(TrailDigest.fileName(NODE, 2), 0, "its signature does not hold");
    }

    @Test
    void changedSignature_isNamed() throws IOException {
      Path signature = digests.resolve(TrailDigest.signatureName(TrailDigest.fileName(NODE, 2)));
      Files.writeString(signature, "00" + Files.readString(signature).substring(2));

      assertDamage(TrailDigest.fileName(NODE, 2), 0, "its signature does not hold");
    }

    @Test
    void missingSignature_isNamed() throws IOException {
      Files.delete(digests.resolve(TrailDigest.signatureName(TrailDigest.fileName(NODE, 2))));

      assertDamage(TrailDigest.fileName(NODE, 2), 0, "signature is missing");
    }

    @Test
    void missingFirstDigest_isNamed() throws IOException {
      Files.delete(digest(1));

      assertDamage(TrailDigest.fileName(NODE, 2), 0, "digests before this one are missing");
    }

    @Test
    void missingDigestInBetween_isNamed() throws IOException {
      Files.write(folder.resolve("audit-" + NODE + "-0000000000000011.jsonl"), lines(1));
      TrailVerificationTest.this.digest("audit-" + NODE + "-0000000000000011.jsonl", 11, 11);
      Files.delete(digest(2));

      assertDamage(TrailDigest.fileName(NODE, 3), 0, "missing before this one");
    }

    @Test
    void unreadableDigest_isNamed() throws IOException {
      Files.writeString(digest(2), "not JSON");

      assertDamage(TrailDigest.fileName(NODE, 2), 0, "cannot be read");
    }

    @Test
    void trailWrittenAnewWithoutTheKey_isFound() throws IOException {
      Files.delete(folder.resolve(FIRST));
      Files.delete(folder.resolve(SECOND));
      sequence = 0;
      lastHash = ChainLink.NONE;
      Files.write(
          folder.resolve(FIRST),
          lines(10).stream().map(line -> line.replace("\"number\"", "\"forged\"")).toList());
      @Nullable Damage any = verify().damages().stream().findFirst().orElse(null);

      assertThat(any).isNotNull();
    }
  }
}
