package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SignaturesTest {

  private static final byte[] MESSAGE = RandomBytes.of(4096);

  @TestFactory
  Stream<DynamicTest> sign_isVerifiedByItsOwnMessageAlone() {
    List<DynamicTest> tests = new ArrayList<>();
    for (KeySpec spec : KeySpec.values()) {
      for (SigningAlgorithm algorithm : spec.signingAlgorithms()) {
        for (MessageType type : algorithm.messageTypes()) {
          tests.add(
              DynamicTest.dynamicTest(
                  "%s %s %s".formatted(spec, algorithm, type),
                  () -> signAndVerify(spec, algorithm, type)));
        }
      }
    }
    return tests.stream();
  }

  private static void signAndVerify(KeySpec spec, SigningAlgorithm algorithm, MessageType type) {
    byte[] message = type == MessageType.RAW ? MESSAGE : RandomBytes.of(algorithm.digestLength());
    KeyMaterial key = TestKeys.one(spec);
    KeyMaterial other = TestKeys.another(spec);
    byte[] signature = Signatures.sign(key, algorithm, type, message);
    assertThat(verify(key, algorithm, type, message, signature)).isTrue();
    assertThat(verify(other, algorithm, type, message, signature)).isFalse();
    byte[] altered = message.clone();
    altered[altered.length - 1] ^= 1;
    assertThat(verify(key, algorithm, type, altered, signature)).isFalse();
    for (int i = 0; i < signature.length; i += 1 + signature.length / 16) {
      byte[] flipped = signature.clone();
      flipped[i] ^= 1;
      assertThat(verify(key, algorithm, type, message, flipped)).isFalse();
    }
    for (int length : new int[] {0, 1, signature.length - 1, signature.length + 1}) {
      byte[] resized = Arrays.copyOf(signature, length);
      assertThat(verify(key, algorithm, type, message, resized)).isFalse();
    }
  }

  private static boolean verify(
      KeyMaterial key,
      SigningAlgorithm algorithm,
      MessageType type,
      byte[] message,
      byte[] signature) {
    return Signatures.verify(key.spec(), key.publicKey(), algorithm, type, message, signature);
  }

  @TestFactory
  Stream<DynamicTest> signOfADigest_isASignatureOfItsMessage() {
    return Stream.of(KeySpec.RSA_2048, KeySpec.ECC_NIST_P384, KeySpec.ECC_SECG_P256K1)
        .flatMap(
            spec ->
                spec.signingAlgorithms().stream()
                    .map(
                        algorithm ->
                            DynamicTest.dynamicTest(
                                spec + " " + algorithm, () -> crossVerify(spec, algorithm))));
  }

  private static void crossVerify(KeySpec spec, SigningAlgorithm algorithm) {
    byte[] digest = Providers.digest(algorithm.digest()).digest(MESSAGE);
    KeyMaterial key = TestKeys.one(spec);
    byte[] ofDigest = Signatures.sign(key, algorithm, MessageType.DIGEST, digest);
    assertThat(verify(key, algorithm, MessageType.RAW, MESSAGE, ofDigest)).isTrue();
    byte[] ofMessage = Signatures.sign(key, algorithm, MessageType.RAW, MESSAGE);
    assertThat(verify(key, algorithm, MessageType.DIGEST, digest, ofMessage)).isTrue();
  }

  @Test
  void ecdsaSignature_isDer() {
    try (KeyMaterial key = KeyMaterial.generate(KeySpec.ECC_NIST_P256)) {
      byte[] signature =
          Signatures.sign(key, SigningAlgorithm.ECDSA_SHA_256, MessageType.RAW, MESSAGE);
      assertThat(signature).startsWith(0x30, signature.length - 2);
    }
  }

  @Test
  void signWithAnotherSpecsAlgorithm_isRefused() {
    try (KeyMaterial key = KeyMaterial.generate(KeySpec.ECC_NIST_P256)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> Signatures.sign(key, SigningAlgorithm.ECDSA_SHA_384, MessageType.RAW, MESSAGE))
          .withMessage("ECC_NIST_P256 does not have ECDSA_SHA_384");
    }
  }

  @Test
  void signOfADigestOfAnotherSize_isRefused() {
    try (KeyMaterial key = KeyMaterial.generate(KeySpec.ECC_NIST_P256)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  Signatures.sign(
                      key, SigningAlgorithm.ECDSA_SHA_256, MessageType.DIGEST, new byte[48]))
          .withMessage("ECDSA_SHA_256 takes no message of type DIGEST with 48 bytes");
    }
  }

  @Test
  void verifyUnderAKeyOfAnotherCurve_isRefused() {
    try (KeyMaterial key = KeyMaterial.generate(KeySpec.ECC_NIST_P384)) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  Signatures.verify(
                      KeySpec.ECC_NIST_P256,
                      key.publicKey(),
                      SigningAlgorithm.ECDSA_SHA_256,
                      MessageType.RAW,
                      MESSAGE,
                      new byte[64]));
    }
  }

  @Test
  void accepts_followsTheServicesTable() {
    assertThat(SigningAlgorithm.ED25519_SHA_512.accepts(MessageType.RAW, 4096)).isTrue();
    assertThat(SigningAlgorithm.ED25519_SHA_512.accepts(MessageType.DIGEST, 64)).isFalse();
    assertThat(SigningAlgorithm.ED25519_PH_SHA_512.accepts(MessageType.RAW, 64)).isFalse();
    assertThat(SigningAlgorithm.ED25519_PH_SHA_512.accepts(MessageType.DIGEST, 64)).isTrue();
    assertThat(SigningAlgorithm.ML_DSA_SHAKE_256.accepts(MessageType.EXTERNAL_MU, 64)).isTrue();
    assertThat(SigningAlgorithm.ML_DSA_SHAKE_256.accepts(MessageType.EXTERNAL_MU, 63)).isFalse();
    assertThat(SigningAlgorithm.ML_DSA_SHAKE_256.accepts(MessageType.DIGEST, 64)).isFalse();
  }
}
