package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import org.bouncycastle.crypto.engines.AESWrapPadEngine;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyWrappingTest {

  private static final byte[] SECRET = RandomBytes.of(32);

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSAES_OAEP_SHA_1",
    "RSA_3072, RSAES_OAEP_SHA_256",
    "RSA_4096, RSAES_OAEP_SHA_256",
    "SM2, SM2PKE"
  })
  void unwrap_givesBackASecret(KeySpec spec, WrappingAlgorithm algorithm) throws InvalidCiphertext {
    KeyMaterial wrappingKey = TestKeys.one(spec);
    byte[] wrapped =
        PublicKeyEncryption.encrypt(
            spec, wrappingKey.publicKey(), EncryptionAlgorithm.valueOf(algorithm.name()), SECRET);
    try (SecretBytes unwrapped = KeyWrapping.unwrap(wrappingKey, algorithm, wrapped)) {
      assertThat(unwrapped.expose()).isEqualTo(SECRET);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "RSA_2048, RSA_AES_KEY_WRAP_SHA_1",
    "RSA_2048, RSA_AES_KEY_WRAP_SHA_256",
    "RSA_4096, RSA_AES_KEY_WRAP_SHA_256"
  })
  void unwrap_givesBackAPrivateKey(KeySpec spec, WrappingAlgorithm algorithm) throws Exception {
    try (SecretBytes pkcs8 = TestKeys.another(KeySpec.RSA_3072).encoded();
        SecretBytes unwrapped =
            KeyWrapping.unwrap(
                TestKeys.one(spec), algorithm, wrapTwice(spec, algorithm, 32, pkcs8.expose()));
        KeyMaterial imported = KeyMaterial.imported(KeySpec.RSA_3072, unwrapped)) {
      assertThat(unwrapped).isEqualTo(pkcs8);
      assertThat(imported.publicKey()).isEqualTo(TestKeys.another(KeySpec.RSA_3072).publicKey());
    }
  }

  @Test
  void unwrapOfAnythingAltered_fails() {
    WrappingAlgorithm algorithm = WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256;
    byte[] wrapped = wrapTwice(KeySpec.RSA_2048, algorithm, 32, SECRET);
    for (int i = 0; i < wrapped.length; i += 3) {
      byte[] altered = wrapped.clone();
      altered[i] ^= 1;
      assertRefused(altered);
      assertRefused(Arrays.copyOf(wrapped, i));
    }
    assertRefused(new byte[0]);
  }

  @Test
  void unwrapUnderAShorterAesKey_fails() {
    assertRefused(
        wrapTwice(KeySpec.RSA_2048, WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256, 16, SECRET));
  }

  private static void assertRefused(byte[] wrapped) {
    assertThatExceptionOfType(InvalidCiphertext.class)
        .isThrownBy(
            () ->
                KeyWrapping.unwrap(
                    TestKeys.one(KeySpec.RSA_2048),
                    WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_256,
                    wrapped));
  }

  /** What a caller does before ImportKeyMaterial. */
  private static byte[] wrapTwice(
      KeySpec spec, WrappingAlgorithm algorithm, int aesKeyLength, byte[] material) {
    byte[] aesKey = RandomBytes.of(aesKeyLength);
    EncryptionAlgorithm oaep =
        algorithm == WrappingAlgorithm.RSA_AES_KEY_WRAP_SHA_1
            ? EncryptionAlgorithm.RSAES_OAEP_SHA_1
            : EncryptionAlgorithm.RSAES_OAEP_SHA_256;
    AESWrapPadEngine engine = new AESWrapPadEngine();
    engine.init(true, new KeyParameter(aesKey));
    byte[] wrapped = engine.wrap(material, 0, material.length);
    return org.bouncycastle.util.Arrays.concatenate(
        PublicKeyEncryption.encrypt(spec, TestKeys.one(spec).publicKey(), oaep, aesKey), wrapped);
  }
}
