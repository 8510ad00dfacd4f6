package org.latchkey.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.latchkey.crypto.SecretBytes;

class CloudHsmClusterTest {

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void write() throws IOException {
    file =
        Files.writeString(
            folder.resolve("clusters.properties"),
            """
            cluster-7a23b4cdefg.library = /opt/hsm.so
            cluster-7a23b4cdefg.slot = 3
            cluster-7a23b4cdefg.trust-anchor = /etc/ca.crt
            cluster-7a23b4cdefg.user = kmsuser
            cluster-zzzzzzzzzzz.library = /opt/hsm.so
            cluster-zzzzzzzzzzz.slot = 4
            cluster-zzzzzzzzzzz.trust-anchor = /etc/ca.crt
            cluster-yyyyyyyyyyy.library = /opt/hsm.so
            """);
  }

  private CloudHsmCluster cluster(String id) {
    return CloudHsmCluster.find(file, id).orElseThrow();
  }

  @Test
  void configuredCluster_isFoundWhole() {
    CloudHsmCluster cluster = cluster("cluster-7a23b4cdefg");

    assertThat(cluster.slot().library()).isEqualTo(Path.of("/opt/hsm.so"));
    assertThat(cluster.slot().number()).isEqualTo(3);
    assertThat(cluster.trustAnchor()).isEqualTo(Path.of("/etc/ca.crt"));
  }

  @Test
  void unknownOrIncompleteCluster_isNotFound() {
    assertThat(CloudHsmCluster.find(file, "cluster-xxxxxxxxxxx")).isEmpty();
    assertThat(CloudHsmCluster.find(file, "cluster-yyyyyyyyyyy")).isEmpty();
    assertThat(CloudHsmCluster.find(folder.resolve("none"), "cluster-7a23b4cdefg")).isEmpty();
  }

  @Test
  void pin_beginsWithTheUserWhereThereIsOne() {
    try (SecretBytes password = SecretBytes.owning("kmsPswd1".getBytes(UTF_8));
        SecretBytes withUser = cluster("cluster-7a23b4cdefg").pin(password);
        SecretBytes alone = cluster("cluster-zzzzzzzzzzz").pin(password)) {
      assertThat(withUser.expose()).asString(UTF_8).isEqualTo("kmsuser:kmsPswd1");
      assertThat(alone.expose()).asString(UTF_8).isEqualTo("kmsPswd1");
    }
  }

  @Test
  void certificateThatIsNotThere_isNoTrustAnchor() {
    assertThat(cluster("cluster-7a23b4cdefg").isKnownBy("no certificate")).isFalse();
  }
}
