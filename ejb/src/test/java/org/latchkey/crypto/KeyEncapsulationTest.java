package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyEncapsulationTest {

  @ParameterizedTest
  @CsvSource({"ML_KEM_512, 768", "ML_KEM_768, 1088", "ML_KEM_1024, 1568"})
  void decapsulate_recoversTheSecret(KeySpec spec, int length) throws InvalidCiphertext {
    KeyMaterial key = TestKeys.one(spec);
    KeyEncapsulation.Encapsulated made = KeyEncapsulation.encapsulate(spec, key.publicKey());
    assertThat(made.ciphertext()).hasSize(length);
    try (SecretBytes recovered = KeyEncapsulation.decapsulate(key, made.ciphertext())) {
      assertThat(recovered).isEqualTo(made.sharedSecret());
      assertThat(recovered.length()).isEqualTo(32);
    }
    assertThatExceptionOfType(InvalidCiphertext.class)
        .isThrownBy(() -> KeyEncapsulation.decapsulate(key, new byte[length - 1]));
  }

  @Test
  void decapsulateOfAnAlteredCiphertext_givesAnotherSecretEachTimeTheSame()
      throws InvalidCiphertext {
    KeyMaterial key = TestKeys.one(KeySpec.ML_KEM_768);
    KeyEncapsulation.Encapsulated made = KeyEncapsulation.encapsulate(key.spec(), key.publicKey());
    made.ciphertext()[0] ^= 1;
    try (SecretBytes first = KeyEncapsulation.decapsulate(key, made.ciphertext());
        SecretBytes again = KeyEncapsulation.decapsulate(key, made.ciphertext())) {
      assertThat(first).isEqualTo(again).isNotEqualTo(made.sharedSecret());
    }
  }

  @Test
  void encapsulateUnderAnotherSpec_isRefused() {
    byte[] publicKey = TestKeys.one(KeySpec.ML_KEM_768).publicKey();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyEncapsulation.encapsulate(KeySpec.ML_KEM_512, publicKey));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeyEncapsulation.encapsulate(KeySpec.ML_DSA_44, publicKey));
  }
}
