package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.signers.MLDSASigner;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.latchkey.crypto.Wycheproof.Case;

/** ML-DSA as KMS has it: with an empty context, on the message or on its representative μ. */
class MlDsaKatTest {

  private static final SigningAlgorithm ALGORITHM = SigningAlgorithm.ML_DSA_SHAKE_256;

  @TestFactory
  Stream<DynamicContainer> verify() {
    return Stream.of(44, 65, 87)
        .map(
            set ->
                Wycheproof.file(
                    "mldsa_%d_verify".formatted(set),
                    vector -> verify(KeySpec.valueOf("ML_DSA_" + set), vector)));
  }

  private static void verify(KeySpec spec, Case vector) {
    byte[] publicKey = vector.groupBytes("publicKeyDer");
    byte[] message = vector.bytes("msg");
    byte[] signature = vector.bytes("sig");
    if (vector.hasFlag("IncorrectPublicKeyLength")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> verify(spec, publicKey, message, signature));
      return;
    }
    boolean emptyContext = vector.bytes("ctx").length == 0;
    assertThat(verify(spec, publicKey, message, signature))
        .isEqualTo(vector.isValid() && emptyContext);
  }

  private static boolean verify(KeySpec spec, byte[] publicKey, byte[] message, byte[] signature) {
    return Signatures.verify(spec, publicKey, ALGORITHM, MessageType.RAW, message, signature);
  }

  @TestFactory
  Stream<DynamicContainer> signWithSeed() {
    return Stream.of(44, 65, 87)
        .map(
            set ->
                Wycheproof.file(
                    "mldsa_%d_sign_seed".formatted(set),
                    vector -> sign(KeySpec.valueOf("ML_DSA_" + set), vector)));
  }

  private static void sign(KeySpec spec, Case vector) throws Exception {
    try (SecretBytes pkcs8 = Pkcs8.ofSeed(spec, vector.groupBytes("privateSeed"))) {
      if (vector.hasFlag("IncorrectPrivateKeyLength")) {
        assertThatIllegalArgumentException().isThrownBy(() -> KeyMaterial.decode(spec, pkcs8));
        return;
      }
      try (KeyMaterial key = KeyMaterial.decode(spec, pkcs8)) {
        assertThat(SubjectPublicKeyInfo.getInstance(key.publicKey()).getPublicKeyData().getBytes())
            .isEqualTo(vector.groupBytes("publicKey"));
        if (vector.isValid()) {
          checkMu(key, vector);
        }
      }
    }
  }

  private static void checkMu(KeyMaterial key, Case vector) throws Exception {
    byte[] mu = vector.bytes("mu");
    byte[] published = vector.bytes("sig");
    assertThat(verifyMu(key, mu, published)).isTrue();
    byte[] own = Signatures.sign(key, ALGORITHM, MessageType.EXTERNAL_MU, mu);
    assertThat(verifyMu(key, mu, own)).isTrue();
    if (!vector.hasFlag("Randomized")) {
      // The published signatures are the deterministic ones; the product's are hedged.
      MLDSASigner deterministic = new MLDSASigner();
      deterministic.init(true, key.parameters());
      assertThat(deterministic.generateMuSignature(mu)).isEqualTo(published);
    }
    byte[] otherMu = Arrays.copyOf(mu, mu.length);
    otherMu[0] ^= 1;
    assertThat(verifyMu(key, otherMu, published)).isFalse();
  }

  private static boolean verifyMu(KeyMaterial key, byte[] mu, byte[] signature) {
    return Signatures.verify(
        key.spec(), key.publicKey(), ALGORITHM, MessageType.EXTERNAL_MU, mu, signature);
  }
}
