package org.latchkey.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;
import org.latchkey.crypto.Wycheproof.Case;

class HmacKatTest {

  @TestFactory
  Stream<DynamicContainer> macs() {
    return Stream.of(
        file("hmac_sha224", KeySpec.HMAC_224, MacAlgorithm.HMAC_SHA_224),
        file("hmac_sha256", KeySpec.HMAC_256, MacAlgorithm.HMAC_SHA_256),
        file("hmac_sha384", KeySpec.HMAC_384, MacAlgorithm.HMAC_SHA_384),
        file("hmac_sha512", KeySpec.HMAC_512, MacAlgorithm.HMAC_SHA_512));
  }

  private static DynamicContainer file(String file, KeySpec spec, MacAlgorithm algorithm) {
    return Wycheproof.file(
        file,
        vector -> vector.groupInt("keySize") == spec.secretLength() * 8,
        vector -> check(spec, algorithm, vector));
  }

  private static void check(KeySpec spec, MacAlgorithm algorithm, Case vector) {
    byte[] message = vector.bytes("msg");
    byte[] tag = vector.bytes("tag");
    try (SecretBytes secret = SecretBytes.owning(vector.bytes("key"));
        KeyMaterial key = KeyMaterial.decode(spec, secret)) {
      boolean whole = tag.length == algorithm.length();
      assertThat(Macs.verify(key, algorithm, message, tag)).isEqualTo(vector.isValid() && whole);
      if (vector.isValid()) {
        assertThat(Macs.generate(key, algorithm, message)).startsWith(tag);
      }
    }
  }

  @TestFactory
  DynamicContainer hmacSha256WithKeysOfAnySize() {
    return Wycheproof.file(
        "hmac_sha256",
        vector -> {
          byte[] tag = vector.bytes("tag");
          try (SecretBytes key = SecretBytes.owning(vector.bytes("key"))) {
            byte[] mac = Arrays.copyOf(Hmac.sha256(key, vector.bytes("msg")), tag.length);
            assertThat(ConstantTime.equals(mac, tag)).isEqualTo(vector.isValid());
          }
        });
  }
}
