package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PublicKeyEncryptionTest {

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSAES_OAEP_SHA_1, 214",
    "RSA_2048, RSAES_OAEP_SHA_256, 190",
    "RSA_3072, RSAES_OAEP_SHA_1, 342",
    "RSA_3072, RSAES_OAEP_SHA_256, 318",
    "RSA_4096, RSAES_OAEP_SHA_1, 470",
    "RSA_4096, RSAES_OAEP_SHA_256, 446",
    "SM2, SM2PKE, 1024"
  })
  void decrypt_givesBackPlaintextUpToTheLimit(KeySpec spec, EncryptionAlgorithm algorithm, int max)
      throws InvalidCiphertext {
    KeyMaterial key = TestKeys.one(spec);
    byte[] publicKey = key.publicKey();
    assertThat(PublicKeyEncryption.maxPlaintext(spec, algorithm)).isEqualTo(max);
    for (int length : new int[] {1, 32, max}) {
      byte[] plaintext = RandomBytes.of(length);
      byte[] ciphertext = PublicKeyEncryption.encrypt(spec, publicKey, algorithm, plaintext);
      try (SecretBytes opened = PublicKeyEncryption.decrypt(key, algorithm, ciphertext)) {
        assertThat(opened.expose()).isEqualTo(plaintext);
      }
    }
    for (int length : new int[] {0, max + 1}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> PublicKeyEncryption.encrypt(spec, publicKey, algorithm, new byte[length]))
          .withMessageContaining("takes 1 to " + max + " bytes");
    }
  }

  @ParameterizedTest
  @CsvSource({"RSA_2048, RSAES_OAEP_SHA_1", "RSA_2048, RSAES_OAEP_SHA_256", "SM2, SM2PKE"})
  void decryptOfAnythingAltered_fails(KeySpec spec, EncryptionAlgorithm algorithm) {
    KeyMaterial key = TestKeys.one(spec);
    byte[] ciphertext =
        PublicKeyEncryption.encrypt(spec, key.publicKey(), algorithm, RandomBytes.of(32));
    for (int i = 0; i < ciphertext.length; i++) {
      byte[] altered = ciphertext.clone();
      altered[i] ^= 1;
      assertRefused(key, algorithm, altered);
      assertRefused(key, algorithm, Arrays.copyOf(ciphertext, i));
    }
    assertRefused(key, algorithm, Arrays.copyOf(ciphertext, ciphertext.length + 1));
    assertRefused(TestKeys.another(spec), algorithm, ciphertext);
  }

  private static void assertRefused(
      KeyMaterial key, EncryptionAlgorithm algorithm, byte[] ciphertext) {
    assertThatExceptionOfType(InvalidCiphertext.class)
        .isThrownBy(() -> PublicKeyEncryption.decrypt(key, algorithm, ciphertext))
        .withNoCause();
  }

  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256, RSAES_OAEP_SHA_1",
    "RSA_2048, SM2PKE",
    "SM2, RSAES_OAEP_SHA_256",
    "SYMMETRIC_DEFAULT, SYMMETRIC_DEFAULT"
  })
  void encryptWithAnotherSpecsAlgorithm_isRefused(KeySpec spec, EncryptionAlgorithm algorithm) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicKeyEncryption.encrypt(spec, new byte[0], algorithm, new byte[1]))
        .withMessage(spec + " does not have " + algorithm);
  }
}
