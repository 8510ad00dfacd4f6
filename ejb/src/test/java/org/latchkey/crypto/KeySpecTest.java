package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KeySpecTest {

  @ParameterizedTest
  @EnumSource
  void spec_hasAlgorithmsForItsUsagesAlone(KeySpec spec) {
    assertThat(spec.usages()).isNotEmpty();
    assertThat(spec.encryptionAlgorithms().isEmpty())
        .isNotEqualTo(spec.usages().contains(KeyUsage.ENCRYPT_DECRYPT));
    assertThat(spec.signingAlgorithms().isEmpty())
        .isNotEqualTo(spec.usages().contains(KeyUsage.SIGN_VERIFY));
    assertThat(spec.macAlgorithms().isEmpty())
        .isNotEqualTo(spec.usages().contains(KeyUsage.GENERATE_VERIFY_MAC));
    assertThat(spec.keyAgreementAlgorithms().isEmpty())
        .isNotEqualTo(spec.usages().contains(KeyUsage.KEY_AGREEMENT));
    assertThat(spec.encapsulationAlgorithms().isEmpty())
        .isNotEqualTo(spec.usages().contains(KeyUsage.ENCAPSULATE_DECAPSULATE));
  }

  @ParameterizedTest
  @CsvSource({
    "SYMMETRIC_DEFAULT, 32",
    "HMAC_224, 28",
    "HMAC_256, 32",
    "HMAC_384, 48",
    "HMAC_512, 64"
  })
  void secretLength_isTheSpecsSize(KeySpec spec, int bytes) {
    assertThat(spec.secretLength()).isEqualTo(bytes);
  }

  @Test
  void secp256k1_signsOnly() {
    assertThat(KeySpec.ECC_SECG_P256K1.usages()).containsExactly(KeyUsage.SIGN_VERIFY);
    assertThat(KeySpec.ECC_SECG_P256K1.signingAlgorithms())
        .containsExactly(SigningAlgorithm.ECDSA_SHA_256);
  }
}
