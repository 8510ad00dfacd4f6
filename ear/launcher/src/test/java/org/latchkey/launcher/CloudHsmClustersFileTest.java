package org.latchkey.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudHsmClustersFileTest {
  private static final String ID = "cluster-7a23b4cdefg";
  private static final String OTHER = "cluster-zzzzzzzzzzzzzzzz";

  @TempDir Path folder;

  private Path file(String... lines) throws IOException {
    return Files.writeString(folder.resolve("clusters.properties"), String.join("\n", lines));
  }

  private String[] cluster(String id, String slot) throws IOException {
    Path trustAnchor = Files.writeString(folder.resolve("customerCA.crt"), "a certificate");
    return new String[] {
      id + ".library = /no/such/library.so",
      id + ".slot = " + slot,
      id + ".trust-anchor = " + trustAnchor,
      id + ".user = kmsuser"
    };
  }

  @Test
  void twoTokens_areTaken() throws IOException {
    Path file = file(String.join("\n", cluster(ID, "1")), String.join("\n", cluster(OTHER, "2")));

    assertThat(CloudHsmClustersFile.checked(file)).isEqualTo(file.toAbsolutePath().toString());
  }

  @Test
  void oneTokenForTwoClusters_isRefused() throws IOException {
    Path file = file(String.join("\n", cluster(ID, "1")), String.join("\n", cluster(OTHER, "1")));

    assertRefused(file, OTHER, "has the token of another cluster");
  }

  @ParameterizedTest
  @CsvSource({
    "0, library.so, is not an absolute path",
    "1, one, is not a slot's number",
    "1, -1, is not a slot's number",
    "1, '', is missing",
    "2, /no/such/file, is not a file that can be read",
  })
  void badValue_isRefused(int line, String value, String why) throws IOException {
    String[] lines = cluster(ID, "1");
    String entry = lines[line].substring(0, lines[line].indexOf(' '));
    lines[line] = entry + " = " + value;

    assertRefused(file(lines), entry, why);
  }

  @ParameterizedTest
  @CsvSource({"cluster-short.slot", ID + ".pin", "library"})
  void unknownEntry_isRefused(String entry) throws IOException {
    assertRefused(
        file(entry + " = 1"), entry, "is not CLUSTER_ID.library, .slot, .trust-anchor or .user");
  }

  @Test
  void missingFile_isRefused() {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> CloudHsmClustersFile.checked(folder.resolve("none")))
        .withMessage("--cloudhsm-clusters: %s cannot be read.", folder.resolve("none"));
  }

  private static void assertRefused(Path file, String entry, String why) {
    assertThatExceptionOfType(ConfigurationException.class)
        .isThrownBy(() -> CloudHsmClustersFile.checked(file))
        .withMessage("--cloudhsm-clusters: %s in %s %s.", entry, file, why);
  }
}
