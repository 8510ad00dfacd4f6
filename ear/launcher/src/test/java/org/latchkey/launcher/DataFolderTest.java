package org.latchkey.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
  @TempDir Path parent;

  @Test
  void newFolder_isTheOwnersAlone() throws IOException {
    Path root = parent.resolve("a/b");
    try (DataFolder folder = DataFolder.open(root)) {
      assertThat(modeOf(root)).isEqualTo("rwx------");
      assertThat(modeOf(folder.folder("logs"))).isEqualTo("rwx------");
    }
  }

  @Test
  void folderThatOthersCouldRead_isClosedToThem() throws IOException {
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (DataFolder folder = DataFolder.open(parent)) {
      assertThat(modeOf(parent)).isEqualTo("rwx------");
      assertThat(folder.folder("x")).isDirectory();
    }
  }

  @Test
  void folderInUse_isRefusedUntilItIsGivenBack() {
    try (DataFolder first = DataFolder.open(parent)) {
      assertThatExceptionOfType(ConfigurationException.class)
          .isThrownBy(() -> DataFolder.open(parent))
          .withMessageContaining("another server");
      assertThat(first.folder("x")).isDirectory();
    }
    DataFolder.open(parent).close();
  }

  @Test
  void fileInItsPlace_isRefused() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));

    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> DataFolder.open(file))
        .withMessageContaining("cannot be used");
  }

  @Test
  void emptiedFolder_holdsNothingOfAnEarlierRun() throws IOException {
    try (DataFolder folder = DataFolder.open(parent)) {
      Files.createDirectories(parent.resolve("runtime/applications/latchkey"));
      Files.createFile(parent.resolve("runtime/applications/latchkey/old"));

      assertThat(folder.emptyFolder("runtime")).isEmptyDirectory();
    }
  }

  private static String modeOf(Path folder) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
  }
}
