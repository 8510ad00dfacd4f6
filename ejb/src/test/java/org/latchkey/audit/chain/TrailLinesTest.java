package org.latchkey.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailLinesTest {

  @TempDir private Path folder;

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("lines"), content);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 65_534, 65_535, 65_536, 65_537, 200_000})
  void lines_ofAnyLength_areReadWhole(int length) throws IOException {
    String line = "a".repeat(length);
    try (TrailLines lines = new TrailLines(file(line + "\nsecond\n" + line + "\n"), 0)) {
      assertThat(lines.next()).asString().isEqualTo(line);
      assertThat(lines.offset()).isEqualTo(length + 1L);
      assertThat(lines.next()).asString().isEqualTo("second");
      assertThat(lines.next()).asString().isEqualTo(line);
      assertThat(lines.offset()).isEqualTo(2L * length + 9);
      assertThat(lines.next()).isNull();
      assertThat(lines.isCutShort()).isFalse();
    }
  }

  @Test
  void offset_isWhereReadingBegins() throws IOException {
    try (TrailLines lines = new TrailLines(file("first\nsecond\n"), 6)) {
      assertThat(lines.next()).asString().isEqualTo("second");
      assertThat(lines.offset()).isEqualTo(13);
    }
  }

  @Test
  void lineWithoutItsEnd_isNone() throws IOException {
    try (TrailLines lines = new TrailLines(file("first\nsec"), 0)) {
      assertThat(lines.next()).asString().isEqualTo("first");
      assertThat(lines.next()).isNull();
      assertThat(lines.isCutShort()).isTrue();
      assertThat(lines.offset()).isEqualTo(6);
    }
  }

  @Test
  void emptyLines_areLines() throws IOException {
    try (TrailLines lines = new TrailLines(file("\n\n"), 0)) {
      assertThat(lines.next()).isEmpty();
      assertThat(lines.next()).isEmpty();
      assertThat(lines.next()).isNull();
    }
  }
}
