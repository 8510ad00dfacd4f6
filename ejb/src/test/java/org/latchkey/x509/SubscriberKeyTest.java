package org.latchkey.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.latchkey.crypto.SecretBytes;
import org.latchkey.x509.X509Exception.Problem;

class SubscriberKeyTest {

  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RSA_1024")
  void generate_makesPairThatDetectsItsAlgorithmAndSigns(KeyAlgorithm algorithm) throws Exception {
    try (SubscriberKey key = SubscriberKey.generate(algorithm)) {
      assertThat(KeyAlgorithm.of(key.publicKey())).isEqualTo(algorithm);
      for (SignatureAlgorithm signature : SignatureAlgorithm.values()) {
        if (algorithm.supports(signature)) {
          byte[] signed = key.signer().sign(signature, MESSAGE);
          assertThat(PublicKeys.verify(signature, key.publicKey(), MESSAGE, signed)).isTrue();
        } else {
          assertThatThrownBy(() -> key.signer().sign(signature, MESSAGE))
              .isInstanceOf(IllegalArgumentException.class);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RSA_1024")
  void matching_acceptsTheOwnPrivateKey(KeyAlgorithm algorithm) {
    try (SubscriberKey key = SubscriberKey.generate(algorithm);
        SubscriberKey again = SubscriberKey.matching(key.privateKey().copy(), key.publicKey())) {
      assertThat(again.algorithm()).isEqualTo(algorithm);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EC_prime256v1, EC_prime256v1",
    "EC_prime256v1, EC_secp384r1",
    "EC_prime256v1, RSA_2048",
    "RSA_2048, RSA_2048",
    "RSA_2048, EC_prime256v1",
    "ML_DSA_44, ML_DSA_65",
    "ML_DSA_65, EC_prime256v1",
    "SM2, EC_prime256v1"
  })
  void matching_refusesAnotherKeyAndClosesIt(KeyAlgorithm one, KeyAlgorithm other) {
    try (SubscriberKey certified = SubscriberKey.generate(one);
        SubscriberKey stranger = SubscriberKey.generate(other)) {
      SecretBytes given = stranger.privateKey().copy();
      assertThatThrownBy(() -> SubscriberKey.matching(given, certified.publicKey()))
          .isInstanceOfSatisfying(
              X509Exception.class, e -> assertThat(e.problem()).isEqualTo(Problem.KEY_MISMATCH))
          .hasMessage("The private key doesn't match the certificate.");
      assertThatThrownBy(given::expose).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void generate_refusesRsa1024() {
    assertThatThrownBy(() -> SubscriberKey.generate(KeyAlgorithm.RSA_1024))
        .isInstanceOf(X509Exception.class);
  }

  @Test
  void close_zeroesThePrivateKey() {
    SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1);
    byte[] octets = key.privateKey().expose();
    key.close();
    assertThat(octets).containsOnly(0);
    assertThatThrownBy(() -> key.signer().sign(SignatureAlgorithm.SHA256WITHECDSA, MESSAGE))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void find_leavesOutWhatIsNotListed() throws Exception {
    KeyPairGenerator odd = KeyPairGenerator.getInstance("RSA");
    odd.initialize(1536);
    KeyPairGenerator edwards = KeyPairGenerator.getInstance("Ed25519");
    KeyPairGenerator koblitz = KeyPairGenerator.getInstance("EC", BouncyCastle.PROVIDER);
    koblitz.initialize(new ECGenParameterSpec("secp256k1"));
    for (KeyPairGenerator generator : new KeyPairGenerator[] {odd, edwards, koblitz}) {
      assertThat(KeyAlgorithm.find(generator.generateKeyPair().getPublic())).isEmpty();
    }
  }

  @Test
  void of_findsImportableRsa1024() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024);
    assertThat(KeyAlgorithm.of(generator.generateKeyPair().getPublic()))
        .isEqualTo(KeyAlgorithm.RSA_1024);
  }

  @Test
  void toString_saysNothingOfTheKey() {
    try (SubscriberKey key = SubscriberKey.generate(KeyAlgorithm.EC_prime256v1)) {
      assertThat(key).hasToString("SubscriberKey[EC_prime256v1]");
    }
  }
}
