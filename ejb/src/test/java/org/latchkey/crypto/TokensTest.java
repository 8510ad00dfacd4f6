package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokensTest {

  @Test
  void tokens_keepToTheirAlphabet() {
    assertThat(Tokens.base32(1000)).matches("[A-Z2-7]{1000}");
    assertThat(Tokens.base62(1000)).matches("[A-Za-z0-9]{1000}");
    assertThat(Tokens.hex(500)).matches("[0-9a-f]{1000}");
    try (SecretBytes secret = Tokens.base62Secret(40)) {
      assertThat(secret.expose()).asString().matches("[A-Za-z0-9]{40}");
    }
  }

  @Test
  void tokens_useTheirWholeAlphabet() {
    assertThat(Tokens.base32(10_000).chars().distinct()).hasSize(32);
    assertThat(Tokens.base62(10_000).chars().distinct()).hasSize(62);
  }

  @Test
  void tokens_differ() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1000; i++) {
      seen.add(Tokens.base32(16));
    }
    assertThat(seen).hasSize(1000);
  }

  @Test
  void sha256hex_isThePublishedDigest() {
    // FIPS 180-4's example, and the digest of nothing that Signature Version 4 uses everywhere.
    assertThat(Digests.sha256hex("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Digests.sha256hex(""))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
