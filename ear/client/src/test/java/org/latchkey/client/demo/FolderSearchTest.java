package org.latchkey.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderSearchTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir Path folder;

  @Test
  void search_findsEachForm_inFilesOfAllDepths() throws IOException {
    Files.writeString(folder.resolve("top"), "abcdefghij");
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/deep"), "...defdef...");

    FolderSearch.Result result = search(pattern("one", "def"), pattern("two", "defg"));

    assertThat(result.found().get("one")).containsExactly("a/b/deep", "top");
    assertThat(result.found().get("two")).containsExactly("top");
    assertThat(result.files()).isEqualTo(2);
    assertThat(result.bytes()).isEqualTo(22);
  }

  @Test
  void search_findsNothing_whereThereIsNothing() throws IOException {
    Files.writeString(folder.resolve("file"), "abcdefghij");
    Files.createFile(folder.resolve("empty"));

    FolderSearch.Result result = search(pattern("one", "abcdefghijk"), pattern("two", "acb"));

    assertThat(result.found()).isEmpty();
    assertThat(result.filesWith("one")).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, MEBIBYTE - 8, MEBIBYTE - 4, MEBIBYTE, 2 * MEBIBYTE - 1, 3 * MEBIBYTE - 8})
  void search_finds_acrossTheBoundariesOfItsBuffer(int at) throws IOException {
    byte[] content = new byte[3 * MEBIBYTE];
    byte[] wanted = "\u0000\u00ffscalar".getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(wanted, 0, content, at, wanted.length);
    Files.write(folder.resolve("file"), content);

    FolderSearch.Result result =
        search(new FolderSearch.Pattern("short", wanted), pattern("long", "x".repeat(1000)));

    assertThat(result.filesWith("short")).isOne();
    assertThat(result.filesWith("long")).isZero();
    assertThat(result.bytes()).isEqualTo(content.length);
  }

  @Test
  void process_finds_asTheSearchItselfDoes() throws IOException {
    Files.write(folder.resolve("file"), new byte[] {1, (byte) 0xfe, (byte) 0xff, 0, 1});

    FolderSearch.Result result =
        FolderSearchProcess.run(
            System.getProperty("java.class.path"),
            new FolderSearch.Request(
                folder.toString(),
                List.of(
                    new FolderSearch.Pattern("there", new byte[] {(byte) 0xfe, (byte) 0xff, 0}),
                    new FolderSearch.Pattern("missing", new byte[] {(byte) 0xfe, 0}))));

    assertThat(result.found()).containsOnlyKeys("there");
    assertThat(result.filesWith("there")).isOne();
  }

  private FolderSearch.Result search(FolderSearch.Pattern... patterns) throws IOException {
    return FolderSearch.run(new FolderSearch.Request(folder.toString(), Arrays.asList(patterns)));
  }

  private static FolderSearch.Pattern pattern(String form, String text) {
    return new FolderSearch.Pattern(form, text.getBytes(StandardCharsets.UTF_8));
  }
}
