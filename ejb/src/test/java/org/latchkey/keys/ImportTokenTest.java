package org.latchkey.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.latchkey.crypto.InvalidCiphertext;
import org.latchkey.crypto.KeyMaterial;
import org.latchkey.crypto.KeySpec;
import org.latchkey.crypto.RootKey;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.crypto.WrappingAlgorithm;
import org.latchkey.shared.Arn;
import org.latchkey.shared.ServiceException;

class ImportTokenTest {

  private static final Arn KEY = Arn.of("kms", "eu-west-1", "123456789012", "key/mrk-1");
  private static final Instant VALID_TO = Instant.parse("2026-03-02T12:00:00.123Z");
  private static final int LONGEST = 6_144;

  @TempDir Path folder;
  private RootKey rootKey;

  @BeforeEach
  void openRootKey() {
    rootKey = root("root-key.bcfks");
  }

  @AfterEach
  void closeRootKey() {
    rootKey.close();
  }

  private RootKey root(String file) {
    try (SecretBytes passphrase = SecretBytes.owning("passphrase".getBytes(UTF_8))) {
      return RootKey.open(folder.resolve(file), passphrase, RootKey.PassphraseOrigin.GENERATED);
    }
  }

  @ParameterizedTest
  @CsvSource({"RSAES_OAEP_SHA_256, RSA_2048", "RSA_AES_KEY_WRAP_SHA_1, RSA_4096", "SM2PKE, SM2"})
  void sealedToken_opensToWhatItWasMadeOf(WrappingAlgorithm algorithm, KeySpec spec)
      throws InvalidCiphertext {
    try (ImportToken token = new ImportToken(algorithm, KeyMaterial.generate(spec), VALID_TO)) {
      byte[] sealed = token.seal(rootKey, KEY);

      assertThat(sealed).hasSizeLessThanOrEqualTo(LONGEST);
      try (ImportToken opened = ImportToken.open(rootKey, KEY, sealed)) {
        assertThat(opened.algorithm()).isEqualTo(algorithm);
        assertThat(opened.validTo()).isEqualTo(VALID_TO);
        assertThat(opened.wrappingKey().spec()).isEqualTo(spec);
        assertThat(opened.wrappingKey().publicKey()).isEqualTo(token.wrappingKey().publicKey());
      }
    }
  }

  @Test
  void token_opensForItsKeyInItsRegionUnderItsRootKeyAlone() {
    byte[] sealed = sealed();
    Arn otherRegion = Arn.of("kms", "eu-west-2", "123456789012", "key/mrk-1");
    Arn otherKey = Arn.of("kms", "eu-west-1", "123456789012", "key/mrk-2");

    assertRefused(rootKey, otherRegion, sealed);
    assertRefused(rootKey, otherKey, sealed);
    try (RootKey other = root("other.bcfks")) {
      assertRefused(other, KEY, sealed);
    }
  }

  @Test
  void token_isGoodUntilTheMomentItExpires() {
    try (ImportToken token =
        new ImportToken(WrappingAlgorithm.SM2PKE, KeyMaterial.generate(KeySpec.SM2), VALID_TO)) {
      token.requireValid(VALID_TO.minusNanos(1));
      assertThatExceptionOfType(ServiceException.class)
          .isThrownBy(() -> token.requireValid(VALID_TO))
          .satisfies(
              refusal -> assertThat(refusal.fault()).isEqualTo(KeyFault.EXPIRED_IMPORT_TOKEN));
    }
  }

  @Test
  void alteredToken_doesNotOpen() {
    byte[] sealed = sealed();
    for (int i = 0; i < sealed.length; i++) {
      byte[] altered = sealed.clone();
      altered[i] ^= 1;
      assertRefused(rootKey, KEY, altered);
    }
    assertRefused(rootKey, KEY, new byte[] {1});
  }

  private byte[] sealed() {
    try (ImportToken token =
        new ImportToken(WrappingAlgorithm.SM2PKE, KeyMaterial.generate(KeySpec.SM2), VALID_TO)) {
      return token.seal(rootKey, KEY);
    }
  }

  private static void assertRefused(RootKey rootKey, Arn key, byte[] sealed) {
    assertThatExceptionOfType(InvalidCiphertext.class)
        .isThrownBy(() -> ImportToken.open(rootKey, key, sealed));
  }
}
