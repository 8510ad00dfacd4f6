package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.latchkey.crypto.Wycheproof.Case;

class KeyAgreementKatTest {

  @TestFactory
  Stream<DynamicContainer> ecdh() {
    return Stream.of(
        file("ecdh_secp256r1", KeySpec.ECC_NIST_P256),
        file("ecdh_secp384r1", KeySpec.ECC_NIST_P384),
        file("ecdh_secp521r1", KeySpec.ECC_NIST_P521));
  }

  private static DynamicContainer file(String file, KeySpec spec) {
    ECPrivateKeyParameters any;
    try (KeyMaterial key = KeyMaterial.generate(spec)) {
      any = (ECPrivateKeyParameters) key.parameters();
    }
    return Wycheproof.file(file, vector -> check(spec, any, vector));
  }

  private static void check(KeySpec spec, ECPrivateKeyParameters any, Case vector) {
    BigInteger d = new BigInteger(1, vector.bytes("private"));
    try (SecretBytes pkcs8 =
            PrivateKeys.encode(new ECPrivateKeyParameters(d, any.getParameters()));
        KeyMaterial key = KeyMaterial.decode(spec, pkcs8);
        SecretBytes shared =
            KeyAgreement.deriveSharedSecret(
                key, KeyAgreementAlgorithm.ECDH, vector.bytes("public"))) {
      assertThat(vector.isInvalid()).isFalse();
      assertThat(shared.expose()).isEqualTo(vector.bytes("shared"));
    } catch (InvalidPublicKey e) {
      assertThat(vector.isValid()).isFalse();
    }
  }
}
