package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.latchkey.crypto.Wycheproof.Case;

class KeyEncapsulationKatTest {

  @TestFactory
  Stream<DynamicContainer> decapsulate() {
    return files("mlkem_%d", KeyEncapsulationKatTest::decapsulate);
  }

  @TestFactory
  Stream<DynamicContainer> encapsulate() {
    return files("mlkem_%d_encaps", KeyEncapsulationKatTest::encapsulate);
  }

  @TestFactory
  Stream<DynamicContainer> generateFromSeed() {
    return files("mlkem_%d_keygen_seed", KeyEncapsulationKatTest::generate);
  }

  private interface Check {
    void run(KeySpec spec, Case vector) throws Exception;
  }

  private static Stream<DynamicContainer> files(String file, Check check) {
    return Stream.of(512, 768, 1024)
        .map(
            set -> {
              KeySpec spec = KeySpec.valueOf("ML_KEM_" + set);
              return Wycheproof.file(file.formatted(set), vector -> check.run(spec, vector));
            });
  }

  private static KeyMaterial fromSeed(KeySpec spec, byte[] seed) throws IOException {
    try (SecretBytes pkcs8 = Pkcs8.ofSeed(spec, seed)) {
      return KeyMaterial.decode(spec, pkcs8);
    }
  }

  private static byte[] rawPublicKey(KeyMaterial key) {
    return SubjectPublicKeyInfo.getInstance(key.publicKey()).getPublicKeyData().getBytes();
  }

  private static void decapsulate(KeySpec spec, Case vector) throws Exception {
    boolean opened;
    try (KeyMaterial key = fromSeed(spec, vector.bytes("seed"));
        SecretBytes secret = KeyEncapsulation.decapsulate(key, vector.bytes("c"))) {
      opened = true;
      if (vector.isValid()) {
        assertThat(rawPublicKey(key)).isEqualTo(vector.bytes("ek"));
        assertThat(secret.expose()).isEqualTo(vector.bytes("K"));
      }
    } catch (InvalidCiphertext | IllegalArgumentException e) {
      opened = false;
    }
    assertThat(opened).isEqualTo(vector.isValid());
  }

  private static void encapsulate(KeySpec spec, Case vector) throws Exception {
    byte[] publicKey =
        new SubjectPublicKeyInfo(Pkcs8.algorithm(spec), vector.bytes("ek")).getEncoded();
    boolean made;
    try {
      KeyEncapsulation.Encapsulated encapsulated =
          KeyEncapsulation.encapsulate(spec, publicKey, vector.bytes("m"));
      made = true;
      if (vector.isValid()) {
        assertThat(encapsulated.ciphertext()).isEqualTo(vector.bytes("c"));
        assertThat(encapsulated.sharedSecret().expose()).isEqualTo(vector.bytes("K"));
      }
    } catch (IllegalArgumentException e) {
      made = false;
    }
    assertThat(made).isEqualTo(vector.isValid());
  }

  private static void generate(KeySpec spec, Case vector) throws Exception {
    try (KeyMaterial key = fromSeed(spec, vector.bytes("seed"))) {
      assertThat(rawPublicKey(key)).isEqualTo(vector.bytes("ek"));
    }
  }
}
