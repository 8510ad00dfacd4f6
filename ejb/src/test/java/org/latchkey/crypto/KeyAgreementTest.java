package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyAgreementTest {

  @ParameterizedTest
  @CsvSource({"ECC_NIST_P256, 32", "ECC_NIST_P384, 48", "ECC_NIST_P521, 66", "SM2, 32"})
  void deriveSharedSecret_isTheSameOnBothSides(KeySpec spec, int length) throws InvalidPublicKey {
    KeyMaterial mine = TestKeys.one(spec);
    KeyMaterial theirs = TestKeys.another(spec);
    try (SecretBytes here = derive(mine, theirs.publicKey());
        SecretBytes there = derive(theirs, mine.publicKey())) {
      assertThat(here).isEqualTo(there);
      assertThat(here.length()).isEqualTo(length);
    }
  }

  @Test
  void deriveSharedSecretWithAnotherCurve_isRefused() {
    assertThatExceptionOfType(InvalidPublicKey.class)
        .isThrownBy(
            () ->
                derive(
                    TestKeys.one(KeySpec.ECC_NIST_P256),
                    TestKeys.one(KeySpec.ECC_SECG_P256K1).publicKey()));
  }

  @Test
  void deriveSharedSecretWithNonsense_isRefused() {
    assertThatExceptionOfType(InvalidPublicKey.class)
        .isThrownBy(() -> derive(TestKeys.one(KeySpec.ECC_NIST_P256), RandomBytes.of(91)));
  }

  @Test
  void deriveSharedSecretOfASigningCurve_isRefused() {
    KeyMaterial key = TestKeys.one(KeySpec.ECC_SECG_P256K1);
    assertThatIllegalArgumentException().isThrownBy(() -> derive(key, key.publicKey()));
  }

  private static SecretBytes derive(KeyMaterial key, byte[] peer) throws InvalidPublicKey {
    return KeyAgreement.deriveSharedSecret(key, KeyAgreementAlgorithm.ECDH, peer);
  }
}
