package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.Signature;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcdsaDigestsTest {

  private static final byte[] MESSAGE = RandomBytes.of(1000);

  @ParameterizedTest
  @CsvSource({
    "ECC_NIST_P256, ECDSA_SHA_256, ECDSA_SHA_384, SHA384withECDSA",
    "ECC_NIST_P256, ECDSA_SHA_256, ECDSA_SHA_512, SHA512withECDSA",
    "ECC_NIST_P384, ECDSA_SHA_384, ECDSA_SHA_256, SHA256withECDSA",
    "ECC_NIST_P384, ECDSA_SHA_384, ECDSA_SHA_512, SHA512withECDSA",
    "ECC_NIST_P521, ECDSA_SHA_512, ECDSA_SHA_256, SHA256withECDSA",
    "ECC_NIST_P521, ECDSA_SHA_512, ECDSA_SHA_384, SHA384withECDSA"
  })
  void fittedDigest_signsAsTheOtherHashFunctionWould(
      KeySpec spec, SigningAlgorithm own, SigningAlgorithm wanted, String standardName)
      throws Exception {
    KeyMaterial key = TestKeys.one(spec);

    byte[] signature =
        Signatures.sign(key, own, MessageType.DIGEST, EcdsaDigests.fitted(MESSAGE, wanted, own));

    Signature verifier = Signature.getInstance(standardName, Providers.BOUNCY_CASTLE);
    verifier.initVerify(PublicKeys.decode(spec, key.publicKey()));
    verifier.update(MESSAGE);
    assertThat(verifier.verify(signature)).isTrue();
  }
}
