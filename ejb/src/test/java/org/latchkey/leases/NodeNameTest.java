package org.latchkey.leases;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeNameTest {

  @Test
  void nameOfOneFolder_staysTheSame(@TempDir Path folder) {
    assertThat(NodeName.of(folder)).isNotBlank().isEqualTo(NodeName.of(folder));
  }

  @Test
  void namesOfTwoFolders_differ(@TempDir Path one, @TempDir Path other) {
    assertThat(NodeName.of(one)).isNotEqualTo(NodeName.of(other));
  }

  @Test
  void emptyFileOfACutWrite_isNoName(@TempDir Path folder) throws IOException {
    Files.createFile(folder.resolve("node-id"));

    assertThat(NodeName.of(folder)).isNotBlank().isEqualTo(NodeName.of(folder));
  }
}
