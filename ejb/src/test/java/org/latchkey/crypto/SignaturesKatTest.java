package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.latchkey.crypto.Wycheproof.Case;

class SignaturesKatTest {

  private static final HexFormat HEX = HexFormat.of();

  @TestFactory
  Stream<DynamicContainer> ecdsa() {
    return Stream.of(
        file("ecdsa_secp256r1_sha256", KeySpec.ECC_NIST_P256, SigningAlgorithm.ECDSA_SHA_256),
        file("ecdsa_secp384r1_sha384", KeySpec.ECC_NIST_P384, SigningAlgorithm.ECDSA_SHA_384),
        file("ecdsa_secp521r1_sha512", KeySpec.ECC_NIST_P521, SigningAlgorithm.ECDSA_SHA_512),
        file("ecdsa_secp256k1_sha256", KeySpec.ECC_SECG_P256K1, SigningAlgorithm.ECDSA_SHA_256));
  }

  @TestFactory
  Stream<DynamicContainer> rsassaPkcs1() {
    List<DynamicContainer> files = new ArrayList<>();
    for (int bits : new int[] {2048, 3072, 4096}) {
      for (int hash : new int[] {256, 384, 512}) {
        files.add(
            file(
                "rsa_signature_%d_sha%d".formatted(bits, hash),
                KeySpec.valueOf("RSA_" + bits),
                SigningAlgorithm.valueOf("RSASSA_PKCS1_V1_5_SHA_" + hash)));
      }
    }
    return files.stream();
  }

  @TestFactory
  Stream<DynamicContainer> rsassaPss() {
    return Stream.of(
        file("rsa_pss_2048_sha256_mgf1_32", KeySpec.RSA_2048, SigningAlgorithm.RSASSA_PSS_SHA_256),
        file("rsa_pss_2048_sha384_mgf1_48", KeySpec.RSA_2048, SigningAlgorithm.RSASSA_PSS_SHA_384),
        file("rsa_pss_3072_sha256_mgf1_32", KeySpec.RSA_3072, SigningAlgorithm.RSASSA_PSS_SHA_256),
        file("rsa_pss_4096_sha256_mgf1_32", KeySpec.RSA_4096, SigningAlgorithm.RSASSA_PSS_SHA_256),
        file("rsa_pss_4096_sha384_mgf1_48", KeySpec.RSA_4096, SigningAlgorithm.RSASSA_PSS_SHA_384),
        file("rsa_pss_4096_sha512_mgf1_64", KeySpec.RSA_4096, SigningAlgorithm.RSASSA_PSS_SHA_512));
  }

  @TestFactory
  DynamicContainer ed25519() {
    return file("ed25519", KeySpec.ECC_NIST_EDWARDS25519, SigningAlgorithm.ED25519_SHA_512);
  }

  private static DynamicContainer file(String file, KeySpec spec, SigningAlgorithm algorithm) {
    return Wycheproof.file(file, vector -> check(spec, algorithm, vector));
  }

  private static void check(KeySpec spec, SigningAlgorithm algorithm, Case vector)
      throws Exception {
    byte[] publicKey = vector.groupBytes("publicKeyDer");
    byte[] message = vector.bytes("msg");
    byte[] signature = vector.bytes("sig");
    boolean verified =
        Signatures.verify(spec, publicKey, algorithm, MessageType.RAW, message, signature);
    assertThat(verified).matches(result -> result ? !vector.isInvalid() : !vector.isValid());
    if (algorithm.messageTypes().contains(MessageType.DIGEST)) {
      byte[] digest = MessageDigest.getInstance(algorithm.digest()).digest(message);
      boolean digestVerified =
          Signatures.verify(spec, publicKey, algorithm, MessageType.DIGEST, digest, signature);
      assertThat(digestVerified)
          .matches(result -> result ? !vector.isInvalid() : !vector.isValid());
    }
  }

  /** RFC 8032, section 7.3. */
  @Test
  void ed25519ph_givesThePublishedSignature() throws Exception {
    byte[] seed = HEX.parseHex("833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42");
    byte[] expected =
        HEX.parseHex(
            "98a70222f0b8121aa9d30f813d683f809e462b469c7ff87639499bb94e6dae41"
                + "31f85042463c2a355a2003d062adf5aaa10b8c61e636062aaad11c2a26083406");
    byte[] digest = MessageDigest.getInstance("SHA-512").digest(new byte[] {'a', 'b', 'c'});
    try (SecretBytes pkcs8 = PrivateKeys.encode(new Ed25519PrivateKeyParameters(seed));
        KeyMaterial key = KeyMaterial.decode(KeySpec.ECC_NIST_EDWARDS25519, pkcs8)) {
      assertThat(
              Signatures.sign(key, SigningAlgorithm.ED25519_PH_SHA_512, MessageType.DIGEST, digest))
          .isEqualTo(expected);
      assertThat(
              Signatures.verify(
                  key.spec(),
                  key.publicKey(),
                  SigningAlgorithm.ED25519_PH_SHA_512,
                  MessageType.DIGEST,
                  digest,
                  expected))
          .isTrue();
    }
  }

  /** GM/T 0003.5-2012, annex A: the example of a signature, with the default signer id. */
  @Test
  void sm2_verifiesThePublishedSignature() throws Exception {
    byte[] message = "message digest".getBytes(StandardCharsets.US_ASCII);
    byte[] e = HEX.parseHex("f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640");
    byte[] signature =
        HEX.parseHex(
            "3046022100f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3"
                + "022100b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa");
    try (KeyMaterial key = sm2Example()) {
      assertThat(verifySm2(key, MessageType.RAW, message, signature)).isTrue();
      assertThat(verifySm2(key, MessageType.DIGEST, e, signature)).isTrue();
      e[0] ^= 1;
      assertThat(verifySm2(key, MessageType.DIGEST, e, signature)).isFalse();
    }
  }

  private static boolean verifySm2(
      KeyMaterial key, MessageType type, byte[] message, byte[] signature) {
    return Signatures.verify(
        key.spec(), key.publicKey(), SigningAlgorithm.SM2DSA, type, message, signature);
  }

  /** The key pair of GM/T 0003.5-2012, annexes A and C. */
  static KeyMaterial sm2Example() throws Exception {
    try (KeyMaterial any = KeyMaterial.generate(KeySpec.SM2);
        SecretBytes pkcs8 =
            PrivateKeys.encode(
                new ECPrivateKeyParameters(
                    new BigInteger(
                        "3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8", 16),
                    ((ECPrivateKeyParameters) any.parameters()).getParameters()))) {
      return KeyMaterial.decode(KeySpec.SM2, pkcs8);
    }
  }
}
