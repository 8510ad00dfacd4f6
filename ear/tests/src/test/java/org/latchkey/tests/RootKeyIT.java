package org.latchkey.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database is of use with the root key alone under which its keys are wrapped. */
@Tag("any-database")
class RootKeyIT {

  @Test
  void anotherRootKeyForTheSameDatabase_stopsTheStartWithOneSentence() throws Exception {
    try (LatchkeyServer server = LatchkeyServer.configure().start()) {
      String keyId;
      try (AwsClients clients = AwsClients.root(server)) {
        keyId = clients.kms().createKey().keyMetadata().keyId();
      }
      server.stop();
      Path keystore = server.data().resolve("root-key.bcfks");
      Path kept = Files.move(keystore, keystore.resolveSibling("kept.bcfks"));

      LatchkeyCommand.Result refused = server.refuse();

      assertThat(refused.status()).isEqualTo(1);
      assertThat(refused.out()).doesNotContain("is ready");
      assertThat(refused.err().lines().toList())
          .singleElement()
          .asString()
          .contains("wrapped under another root key", keystore.toString());

      Files.delete(keystore);
      Files.move(kept, keystore);
      server.restart();
      try (AwsClients clients = AwsClients.root(server)) {
        assertThat(clients.kms().describeKey(request -> request.keyId(keyId)).keyMetadata().keyId())
            .isEqualTo(keyId);
      }
    }
  }
}
